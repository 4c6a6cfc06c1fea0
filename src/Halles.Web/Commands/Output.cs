using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Halles.Kernel;
using Halles.Kernel.Storage;
using Spectre.Console;

namespace Halles.Web.Commands;

/// <summary>What the verbs say: progress and sentences for people, one JSON object for programs.</summary>
internal static class Output
{
    private static readonly JsonSerializerOptions Indented = new(Json.Stored) { WriteIndented = true };

    /// <summary>One JSON object on standard output instead of words.</summary>
    public static readonly Option<bool> AsJson = new("--json") { Description = "Answer with JSON, for programs." };

    /// <summary>Has an errand done while showing how far it is, then says its answer.</summary>
    public static async Task<int> Carry(ParseResult line, Errand errand, JsonObject arguments, Func<JsonObject, string> sentence, CancellationToken stop)
    {
        var place = Place.Of(line);
        var json = line.GetValue(AsJson);
        var result = json || !AnsiConsole.Profile.Capabilities.Interactive
            ? await errand.Run(place, arguments, new Silent(), stop)
            : await Watch(progress => errand.Run(place, arguments, progress, stop));
        if (result.Problem is { } problem)
        {
            throw new CannotStart(string.Format(System.Globalization.CultureInfo.InvariantCulture, problem.Message, [.. problem.Args]));
        }

        Say(json ? result.Value.ToJsonString(Indented) : sentence(result.Value));
        return 0;
    }

    /// <summary>Does work of one kind of step, with a bar where somebody looks on.</summary>
    public static Task<T> Show<T>(ParseResult line, string what, Func<IProgress<(int Done, int Of)>, Task<T>> work) =>
        line.GetValue(AsJson) || !AnsiConsole.Profile.Capabilities.Interactive
            ? work(new Named(what, new Silent()))
            : Watch(progress => work(new Named(what, progress)));

    /// <summary>Says an answer: the object to programs, the sentence to people.</summary>
    public static void Answer<T>(ParseResult line, T answer, string sentence) => Say(line.GetValue(AsJson) ? JsonSerializer.Serialize(answer, Indented) : sentence);

    /// <summary>Shows a bar while work reports its steps.</summary>
    public static async Task<T> Watch<T>(Func<IProgress<Step>, Task<T>> work) => await AnsiConsole.Progress()
        .Columns(new SpinnerColumn(), new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn())
        .StartAsync(context => work(new Bars(context)));

    /// <summary>Writes a line to standard output, unbroken: links and JSON are copied from it.</summary>
    public static void Say(string text) => Console.Out.WriteLine(text);

    /// <summary>Writes an object as JSON to standard output.</summary>
    public static void SayJson<T>(T value) => Say(JsonSerializer.Serialize(value, Indented));

    /// <summary>Gives the steps of work that knows no words a name.</summary>
    internal sealed class Named(string what, IProgress<Step> progress) : IProgress<(int Done, int Of)>
    {
        public void Report((int Done, int Of) value) => progress.Report(new Step(what, value.Done, value.Of));
    }

    private sealed class Silent : IProgress<Step>
    {
        public void Report(Step value)
        {
        }
    }

    private sealed class Bars(ProgressContext context) : IProgress<Step>
    {
        private readonly Dictionary<string, ProgressTask> _bars = new(StringComparer.Ordinal);

        public void Report(Step value)
        {
            lock (_bars)
            {
                var bar = _bars.GetValueOrDefault(value.What) ?? (_bars[value.What] = context.AddTask(Markup.Escape(value.What)));
                (bar.MaxValue, bar.Value) = (value.Of, value.Done);
            }
        }
    }
}
