using System.Buffers.Binary;
using System.Data.Common;
using System.Security.Cryptography;
using System.Text;
using CityOps.Storage.Databases;

namespace CityOps.Storage.Moving;

/// <summary>
/// What a table holds, as a number of rows and a hash that is the same in every database: of each row SHA-256 over its values in the
/// order of the columns' names, and of the table the sum of them, so that the order of rows does not matter.
/// </summary>
internal readonly record struct TableSum(long Rows, UInt128 Hash)
{
    public static TableSum Of(DbConnection connection, MovedTable table, CancellationToken cancel)
    {
        using var command = connection.Command($"SELECT * FROM {table.Name}");
        using var rows = command.ExecuteReader();
        int[] columns = [.. Enumerable.Range(0, rows.FieldCount).OrderBy(rows.GetName, StringComparer.Ordinal)];
        var sum = new TableSum(0, 0);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        while (rows.Read())
        {
            cancel.ThrowIfCancellationRequested();
            foreach (var column in columns)
            {
                Append(hash, SqlCalls.Moved(rows.GetValue(column)));
            }

            sum = new TableSum(sum.Rows + 1, unchecked(sum.Hash + BinaryPrimitives.ReadUInt128LittleEndian(hash.GetHashAndReset())));
        }

        return sum;
    }

    // A mark of the type and, where it is needed, the length: no two rows look the same.
    private static void Append(IncrementalHash hash, object value)
    {
        Span<byte> number = stackalloc byte[9];
        switch (value)
        {
            case long whole:
                number[0] = 1;
                BinaryPrimitives.WriteInt64LittleEndian(number[1..], whole);
                hash.AppendData(number);
                break;
            case double real:
                number[0] = 2;
                BinaryPrimitives.WriteDoubleLittleEndian(number[1..], real);
                hash.AppendData(number);
                break;
            case string or byte[]:
                var bytes = value as byte[] ?? Encoding.UTF8.GetBytes((string)value);
                number[0] = value is string ? (byte)3 : (byte)4;
                BinaryPrimitives.WriteInt64LittleEndian(number[1..], bytes.Length);
                hash.AppendData(number);
                hash.AppendData(bytes);
                break;
            case DBNull:
                hash.AppendData([0]);
                break;
            default:
                throw new InvalidOperationException($"A column of {value.GetType()} cannot be moved.");
        }
    }
}
