using CsvHelper;

namespace CityOps.Host.City.Reading;

/// <summary>Walks a CSV file (RFC 4180, comma, header) one row at a time, each with its line.</summary>
internal static class TableRecords
{
    public static void Read(
        string file, ReadOnlyMemory<byte> content, string[] columns, FaultLog log, Action<TableRow> take)
    {
        // A row is a line here: a stray quote spoils its own row and not the rest of the file.
        using var reader = CsvReader.Create(content, new CsvReaderOptions
        {
            Separator = ',',
            AllowLineBreaksInQuotes = false,
            TrackLineNumbers = true,
            TrimWhitespace = true,
            OnMalformedRecord = bad =>
            {
                if (bad.Reason != CsvMalformedReason.FieldCountMismatch)
                {
                    log.Add(file, (int)bad.LineNumber, null, "The quotes do not match", "Close or remove the quote");
                }
            },
        });
        reader.ReadHeader();
        string[] header = [.. reader.Headers];
        if (!CheckHeader(file, columns, header, log))
        {
            return;
        }

        var positions = Array.ConvertAll(columns, c => Array.IndexOf(header, c));
        while (reader.Read())
        {
            var row = new TableRow(file, reader, columns, positions, log);
            if (reader.FieldCount == columns.Length)
            {
                take(row);
            }
            else
            {
                row.Fault($"The line has {reader.FieldCount} fields, not {columns.Length}", "Give every column a field");
            }
        }
    }

    private static bool CheckHeader(string file, string[] columns, string[] header, FaultLog log)
    {
        var faultsBefore = log.Count;
        var remedy = $"Begin with the line {string.Join(',', columns)}";
        foreach (var column in columns.Except(header))
        {
            log.Add(file, 1, null, $"The column '{column}' is missing", remedy);
        }

        foreach (var column in header.Except(columns))
        {
            log.Add(file, 1, null, $"The column '{column}' is unknown", remedy);
        }

        if (log.Count == faultsBefore && header.Length != columns.Length)
        {
            log.Add(file, 1, null, "A column is there twice", remedy);
        }

        return log.Count == faultsBefore;
    }
}
