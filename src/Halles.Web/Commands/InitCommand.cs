using System.CommandLine;
using System.Text.Json.Nodes;
using Halles.Kernel;
using Halles.Kernel.Storage;
using Halles.Mall.Identity;
using Halles.Mall.Settings;
using Halles.Web.Pages;
using Spectre.Console;

namespace Halles.Web.Commands;

/// <summary>
/// <c>halles init</c>: an empty mall of one's own, and a one-time link by which its first administrator opens an
/// account. Asked again while there is no administrator, it makes a new link and leaves the mall as it is.
/// </summary>
internal static class InitCommand
{
    private static readonly Option<string?> Name = new("--name") { Description = "How the mall is called.", HelpName = "name" };
    private static readonly Option<string?> CountryOption = new("--country") { Description = "Its country, two letters of ISO 3166-1.", HelpName = "FR" };
    private static readonly Option<string[]> Languages = new("--language") { Description = "Its language; give it again for more, its own first.", HelpName = "fr" };
    private static readonly Option<string?> CurrencyOption = new("--currency") { Description = "Its currency, three letters of ISO 4217; by default the country's.", HelpName = "EUR" };
    private static readonly Option<string?> Origin = new("--origin") { Description = "Where it is reached; https, or http://localhost.", HelpName = "https://halles.example" };
    private static readonly Option<string?> TimeZone = new("--time-zone") { Description = "Its time zone, IANA name; by default the country's first.", HelpName = "Europe/Paris" };

    public static readonly Errand Errand = new("init", Init);

    public static Command Make()
    {
        var command = new Command("init", "Make an empty mall of your own, and a link for its first administrator.") { Name, CountryOption, Languages, CurrencyOption, Origin, TimeZone, Output.AsJson };
        Place.AddOptions(command);
        command.SetAction((line, stop) => Output.Carry(line, Errand, Arguments(line), Sentence, stop));
        return command;
    }

    // What is missing is asked for where somebody can answer.
    private static JsonObject Arguments(ParseResult line)
    {
        var country = Given(line.GetValue(CountryOption), "--country", "Country (two letters)", "FR");
        var known = Country.TryParse(country, out var c) ? c : throw new CannotStart($"'{country}' is not a country of ISO 3166-1, such as FR.");
        var languages = line.GetValue(Languages) is { Length: > 0 } several ? several : [Given(null, "--language", "Language", "fr")];
        var currency = Given(line.GetValue(CurrencyOption) ?? Places.CurrencyOf(known), "--currency", "Currency", "EUR");
        var zone = line.GetValue(TimeZone) ?? Places.TimeZoneOf(known);
        return new JsonObject
        {
            ["name"] = Given(line.GetValue(Name), "--name", "Name of the mall", null),
            ["country"] = known.Alpha2,
            ["languages"] = new JsonArray([.. languages.Select(l => JsonValue.Create(Spoken(l)))]),
            ["currency"] = Currency.TryParse(currency, out var money) ? money.Code : throw new CannotStart($"'{currency}' is not a currency of ISO 4217, such as EUR."),
            ["timeZone"] = TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _) ? zone : throw new CannotStart($"'{zone}' is not a time zone, such as Europe/Paris."),
            ["origin"] = MallOrigin.Text(MallOrigin.Parse(Given(line.GetValue(Origin), "--origin", "Where it is reached", DemoCommand.Origin(DemoCommand.Port)))),
        };
    }

    // As in the office's settings: only languages that pages are written in.
    private static string Spoken(string typed) => Language.TryParse(typed, out var language) && Language.Spoken.Contains(language)
        ? language.Tag
        : throw new CannotStart($"'{typed}' is not a language that Halles speaks. It speaks: {string.Join(", ", Language.Spoken)}.");

    private static string Given(string? value, string option, string question, string? usual)
    {
        if (value is { Length: > 0 })
        {
            return value;
        }

        if (!AnsiConsole.Profile.Capabilities.Interactive || Console.IsInputRedirected)
        {
            throw new CannotStart($"init needs {option}. See: halles init --help");
        }

        var prompt = new TextPrompt<string>(Markup.Escape(question) + ":");
        return AnsiConsole.Prompt(usual is null ? prompt : prompt.DefaultValue(usual));
    }

    private static async Task<Result<JsonObject>> Init(IServiceProvider services, JsonObject arguments, IProgress<Step> progress, CancellationToken stop)
    {
        Migrator.Migrate(services.GetRequiredService<MallDatabase>());
        var current = services.GetRequiredService<CurrentSettings>();
        var isNew = !current.Exist;
        var made = await services.GetRequiredService<MallWriter>().Write<string>(s =>
        {
            if (isNew)
            {
                CurrentSettings.Save(s, Settings(arguments), by: null);
            }

            return Staff.FirstAdministratorLink(s);
        });
        current.Refresh();
        return made.Then<JsonObject>(token => new JsonObject
        {
            ["name"] = current.Value.Name,
            ["new"] = isNew,
            ["link"] = current.Value.Origin + new Links(current.Value.Languages[0]).EmailLink(token),
        });
    }

    private static MallSettings Settings(JsonObject arguments) => new()
    {
        Name = (string)arguments["name"]!,
        Country = (string)arguments["country"]!,
        Languages = [.. arguments["languages"]!.AsArray().Select(l => (string)l!)],
        Currency = (string)arguments["currency"]!,
        TimeZone = (string)arguments["timeZone"]!,
        Origin = (string)arguments["origin"]!,
    };

    private static string Sentence(JsonObject answer) =>
        $"""
        {answer["name"]} {((bool)answer["new"]! ? "is made. Open it with: halles serve" : "stood already, and has no administrator yet.")}
        Its first administrator opens this link, which works once, within seven days:
        {answer["link"]}
        """;
}
