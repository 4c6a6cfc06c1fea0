using System.CommandLine;
using Spectre.Console;

namespace Halles.Web.Commands;

/// <summary>The command line <c>halles</c>: one program serves the web and carries the verbs of whoever runs a mall.</summary>
internal static class HallesCommand
{
    /// <summary>Runs a command line and gives the exit code: 0 done, 1 not done, said in one line on the error stream.</summary>
    public static async Task<int> Run(string[] args)
    {
        if (Console.IsOutputRedirected)
        {
            AnsiConsole.Console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Interactive = InteractionSupport.No });
            AnsiConsole.Profile.Width = 160;
        }

        var root = new RootCommand("Halles, the open digital mall for small businesses.")
        {
            ServeCommand.Make(), InitCommand.Make(), MigrateCommand.Make(), DemoCommand.Make(), CheckCommand.Make(), ReindexCommand.Make(), ImportCommand.Make(), ExportCommand.Make(), TaxonomyCommand.Make(),
            BackupCommand.Make(), RestoreCommand.Make(),
        };
        try
        {
            return await root.Parse(args).InvokeAsync(new InvocationConfiguration
            {
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = TimeSpan.FromSeconds(20), // what is being written ends well; power may go at any time all the same
            });
        }
        catch (OperationCanceledException)
        {
            return 130; // Ctrl-C
        }
        catch (Exception e)
        {
            await Console.Error.WriteLineAsync(Complaint.Of(e));
            return 1;
        }
    }
}
