using System.CommandLine;
using System.Text.Json.Nodes;
using Halles.Kernel;
using Halles.Kernel.Storage;

namespace Halles.Web.Commands;

/// <summary><c>halles migrate</c>: brings the database to this program's schema, before a server is started.</summary>
internal static class MigrateCommand
{
    private static readonly Problem ServerIsOlder = new("server-is-older", 409, "The running server is of an earlier version. Stop it, run halles migrate, and start the new one.");

    public static readonly Errand Errand = new("migrate", (services, arguments, progress, stop) => Task.FromResult(Migrate(services, arguments)));

    public static Command Make()
    {
        var command = new Command("migrate", "Bring the database to the schema of this program.") { Output.AsJson };
        Place.AddOptions(command);
        command.SetAction((line, stop) =>
        {
            Place.Of(line).MustExist();
            return Output.Carry(line, Errand, new JsonObject { ["newest"] = Migrator.Known[^1] }, Sentence, stop);
        });
        return command;
    }

    private static Result<JsonObject> Migrate(IServiceProvider services, JsonObject arguments)
    {
        if (!Migrator.Known.Contains((string?)arguments["newest"]))
        {
            return ServerIsOlder;
        }

        var database = services.GetRequiredService<MallDatabase>();
        var pending = Migrator.Pending(database); // a running server has none: it migrated when it started
        Migrator.Migrate(database);
        return new JsonObject { ["applied"] = new JsonArray([.. pending.Select(m => JsonValue.Create(m))]), ["schema"] = Migrator.Known[^1] };
    }

    private static string Sentence(JsonObject answer) => answer["applied"]!.AsArray() is { Count: > 0 } applied
        ? $"Applied {applied.Count} migrations: {string.Join(", ", applied.Select(a => (string?)a))}."
        : $"Nothing to do: the schema is {answer["schema"]}.";
}
