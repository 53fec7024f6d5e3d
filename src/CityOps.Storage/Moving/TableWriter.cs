using System.Data.Common;
using CityOps.Storage.Databases;
using Npgsql;
using NpgsqlTypes;

namespace CityOps.Storage.Moving;

/// <summary>Writes rows into an empty table, many at once, inside of the caller's transaction.</summary>
internal abstract class TableWriter : IDisposable
{
    public static TableWriter Into(DbConnection connection, string table, IReadOnlyList<string> columns)
    {
        var names = string.Join(", ", columns.Select(c => $"\"{c}\""));
        return connection is NpgsqlConnection postgres
            ? new Copy(postgres, table, columns, names)
            : new Insert(connection, table, columns, names);
    }

    /// <param name="values">As <see cref="SqlCalls.Moved"/> gives them, in the order of the columns.</param>
    public abstract void Write(object[] values);

    /// <summary>All rows were written.</summary>
    public abstract void Complete();

    public abstract void Dispose();

    private sealed class Insert : TableWriter
    {
        private readonly DbCommand _insert;

        public Insert(DbConnection connection, string table, IReadOnlyList<string> columns, string names)
        {
            var parameters = columns.Select((_, i) => ($"@{i}", (object?)DBNull.Value)).ToArray();
            _insert = connection.Command(
                $"INSERT INTO {table} ({names}) VALUES ({string.Join(", ", parameters.Select(p => p.Item1))})", parameters);
        }

        public override void Write(object[] values)
        {
            for (var i = 0; i < values.Length; i++)
            {
                _insert.Parameters[i].Value = values[i];
            }

            _insert.ExecuteNonQuery();
        }

        public override void Complete()
        {
        }

        public override void Dispose() => _insert.Dispose();
    }

    private sealed class Copy : TableWriter
    {
        private readonly NpgsqlBinaryImporter _import;
        private readonly NpgsqlDbType[] _types;

        public Copy(NpgsqlConnection connection, string table, IReadOnlyList<string> columns, string names)
        {
            var types = connection.Query(
                "SELECT column_name, udt_name FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = @table",
                r => (Name: r.GetString(0), Type: r.GetString(1)), ("@table", table)).ToDictionary(c => c.Name, c => TypeOf(c.Type));
            _types = [.. columns.Select(c => types[c])];
            _import = connection.BeginBinaryImport($"COPY {table} ({names}) FROM STDIN (FORMAT BINARY)");
        }

        public override void Write(object[] values)
        {
            _import.StartRow();
            for (var i = 0; i < values.Length; i++)
            {
                Write(values[i], _types[i]);
            }
        }

        public override void Complete() => _import.Complete();

        public override void Dispose() => _import.Dispose();

        private void Write(object value, NpgsqlDbType type)
        {
            switch (value)
            {
                case DBNull:
                    _import.WriteNull();
                    break;
                case long number when type == NpgsqlDbType.Boolean:
                    _import.Write(number != 0, type);
                    break;
                case long number when type == NpgsqlDbType.Integer:
                    _import.Write((int)number, type);
                    break;
                default:
                    _import.Write(value, type);
                    break;
            }
        }

        private static NpgsqlDbType TypeOf(string type) => type switch
        {
            "int8" => NpgsqlDbType.Bigint,
            "int4" => NpgsqlDbType.Integer,
            "bool" => NpgsqlDbType.Boolean,
            "float8" => NpgsqlDbType.Double,
            "bytea" => NpgsqlDbType.Bytea,
            "text" or "varchar" => NpgsqlDbType.Text,
            _ => throw new InvalidOperationException($"A column of type {type} cannot be moved."),
        };
    }
}
