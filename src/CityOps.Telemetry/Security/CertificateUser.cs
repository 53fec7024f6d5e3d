using System.Diagnostics.CodeAnalysis;
using System.Formats.Asn1;
using System.Security.Cryptography.X509Certificates;
using CityOps.Domain.Devices;

namespace CityOps.Telemetry.Security;

/// <summary>
/// Whose a client certificate is: the URI <c>urn:cityops:vehicles:v0001</c> among its alternative names (RFC 5280, 4.2.1.6), or,
/// where there is none of that form, its common name, <c>vehicles/v0001</c>. One that names two is nobody's.
/// </summary>
internal static class CertificateUser
{
    private const string UrnRoot = "urn:cityops:";
    private const string AlternativeNames = "2.5.29.17";
    private const string CommonName = "2.5.4.3";
    private static readonly Asn1Tag Uri = new(TagClass.ContextSpecific, 6);

    /// <summary>Reads it.</summary>
    public static bool TryRead(X509Certificate2 certificate, [NotNullWhen(true)] out DeviceUser? user)
    {
        user = null;
        try
        {
            var urns = Uris(certificate).Where(u => u.StartsWith(UrnRoot, StringComparison.Ordinal)).Distinct().ToList();
            var names = urns.Count > 0
                ? [.. urns.Select(u => u[UrnRoot.Length..].Replace(':', '/'))]
                : CommonNames(certificate);
            return names.Count == 1 && DeviceUser.TryParse(names[0], out user);
        }
        catch (AsnContentException)
        {
            return false;
        }
    }

    private static List<string> Uris(X509Certificate2 certificate)
    {
        var uris = new List<string>();
        foreach (var extension in certificate.Extensions.Where(e => e.Oid?.Value == AlternativeNames))
        {
            var names = new AsnReader(extension.RawData, AsnEncodingRules.DER).ReadSequence();
            while (names.HasData)
            {
                if (names.PeekTag().HasSameClassAndValue(Uri))
                {
                    uris.Add(names.ReadCharacterString(UniversalTagNumber.IA5String, Uri));
                }
                else
                {
                    names.ReadEncodedValue();
                }
            }
        }

        return uris;
    }

    private static List<string> CommonNames(X509Certificate2 certificate) =>
    [
        .. certificate.SubjectName.EnumerateRelativeDistinguishedNames()
            .Where(n => !n.HasMultipleElements && n.GetSingleElementType().Value == CommonName)
            .Select(n => n.GetSingleElementValue()).OfType<string>(),
    ];
}
