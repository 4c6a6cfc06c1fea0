using System.CommandLine;
using Halles.Kernel.Storage;
using Halles.Mall.Backups;
using Npgsql;

namespace Halles.Web.Commands;

/// <summary>Where a mall is: its data folder, and PostgreSQL when that keeps its records.</summary>
/// <param name="Folder">The data folder.</param>
/// <param name="Postgres">A connection string; null for SQLite in the folder.</param>
internal sealed record Place(string Folder, string? Postgres)
{
    private static readonly Option<string> DataOption = new("--data")
    {
        Description = "The data folder (variable HALLES_DATA).",
        HelpName = "folder",
        DefaultValueFactory = _ => Environment.GetEnvironmentVariable("HALLES_DATA") is { Length: > 0 } folder ? folder : "data",
    };

    private static readonly Option<string?> PostgresOption = new("--postgres")
    {
        Description = "A PostgreSQL connection string, when not SQLite (variable HALLES_POSTGRES).",
        HelpName = "connection",
        DefaultValueFactory = _ => Environment.GetEnvironmentVariable("HALLES_POSTGRES") is { Length: > 0 } connection ? connection : null,
    };

    /// <summary>Adds the options that say where.</summary>
    public static void AddOptions(Command command)
    {
        command.Add(DataOption);
        command.Add(PostgresOption);
    }

    /// <summary>What the options say.</summary>
    /// <exception cref="CannotStart">The connection string is none.</exception>
    public static Place Of(ParseResult line)
    {
        var postgres = line.GetValue(PostgresOption);
        try
        {
            _ = postgres is null || NamesHost(postgres) ? true : throw new ArgumentException("it names no Host");
        }
        catch (Exception e) when (e is ArgumentException or FormatException)
        {
            throw new CannotStart($"--postgres is not understood: {e.Message.TrimEnd('.')}. It looks like \"Host=127.0.0.1;Database=halles;Username=halles;Password=…\".");
        }

        return new Place(Path.GetFullPath(line.GetValue(DataOption)!), postgres);
    }

    private static bool NamesHost(string postgres) => new NpgsqlConnectionStringBuilder(postgres).Host is { Length: > 0 };

    /// <summary>The database, seen from a folder that is locked, or opened for reading.</summary>
    /// <exception cref="CannotStart">A restore into it is not done.</exception>
    public MallDatabase Open(DataFolder folder) => File.Exists(folder.Within(RestoreBackup.Mark))
        ? throw new CannotStart($"A restore into {folder.Path} was not finished. Run it again: halles restore \"{File.ReadAllText(folder.Within(RestoreBackup.Mark))}\" --data \"{folder.Path}\"")
        : new MallDatabase(folder, Postgres);

    /// <summary>True where a database is to be expected.</summary>
    public bool Exists => Postgres is not null || File.Exists(Path.Combine(Folder, "mall.db"));

    /// <summary>Makes sure that there is a database, before anything is made by mistake.</summary>
    /// <exception cref="CannotStart">There is none.</exception>
    public void MustExist()
    {
        if (!Exists)
        {
            throw new CannotStart($"There is no mall in {Folder}. Make one with: halles init --data \"{Folder}\" (or look at the demo with: halles serve --demo)");
        }
    }
}
