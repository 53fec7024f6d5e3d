using CityOps.Telemetry.Security;

namespace CityOps.Telemetry.Tests.Security;

public sealed class DevicePasswordTests
{
    [Fact]
    public void A_hash_is_right_for_its_password_alone()
    {
        var (chosen, generated) = (DevicePassword.HashChosen("correct horse"), DevicePassword.Generate());
        var fast = DevicePassword.HashGenerated(generated);

        Assert.True(DevicePassword.Verify(chosen, "correct horse"));
        Assert.False(DevicePassword.Verify(chosen, "correct horsE"));
        Assert.True(DevicePassword.Verify(fast, generated));
        Assert.False(DevicePassword.Verify(fast, generated.ToUpperInvariant()));
        Assert.False(DevicePassword.Verify("md5:abc", "abc"));
    }

    [Fact]
    public void What_was_chosen_is_salted_and_slow_and_what_was_generated_is_long()
    {
        Assert.NotEqual(DevicePassword.HashChosen("correct horse"), DevicePassword.HashChosen("correct horse"));
        Assert.True(DevicePassword.IsSlow(DevicePassword.HashChosen("correct horse")));
        Assert.False(DevicePassword.IsSlow(DevicePassword.HashGenerated("x")));
        Assert.Equal(32, DevicePassword.Generate().Length);
        Assert.NotEqual(DevicePassword.Generate(), DevicePassword.Generate());
    }

    [Fact]
    public void A_text_of_any_length_is_not_hashed() =>
        Assert.False(DevicePassword.Verify(DevicePassword.HashGenerated(new string('x', 257)), new string('x', 257)));

    [Fact]
    public void What_was_right_is_known_until_the_account_changes()
    {
        var verified = new VerifiedPasswords(capacity: 2);
        verified.Note("vehicles/v1", "hash", "password");

        Assert.True(verified.Knows("vehicles/v1", "hash", "password"));
        Assert.False(verified.Knows("vehicles/v1", "hash", "Password"));
        Assert.False(verified.Knows("vehicles/v1", "other", "password"));
        Assert.False(verified.Knows("vehicles/v2", "hash", "password"));
    }

    [Fact]
    public void No_more_are_known_than_there_is_room_for()
    {
        var verified = new VerifiedPasswords(capacity: 2);
        foreach (var user in new[] { "a", "b", "c" })
        {
            verified.Note(user, "hash", "password");
        }

        Assert.Equal((false, true), (verified.Knows("a", "hash", "password"), verified.Knows("c", "hash", "password")));
    }
}
