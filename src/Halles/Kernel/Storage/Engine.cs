namespace Halles.Kernel.Storage;

/// <summary>The system of record: an SQLite file, or PostgreSQL.</summary>
public enum Engine
{
    Sqlite,
    PostgreSql,
}
