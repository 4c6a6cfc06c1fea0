using System.Globalization;
using Halles.Kernel;
using Halles.Kernel.Places;
using Halles.Kernel.Storage;
using Halles.Mall.Identity;
using Halles.Mall.Mail;
using Halles.Mall.Settings;
using Halles.Web.Pages.Merchant;

namespace Halles.Web.Pages.Operator;

/// <summary>What the mall is: languages, map, imprint, rules of reserving.</summary>
internal static class MallSettingsEndpoints
{
    private static readonly Problem NoLanguage = new("no-language", 422, "The market needs at least one language.");
    private static readonly Problem Tiles = new("tiles", 422, "The address of map tiles begins with https:// and holds {z}, {x} and {y}.");
    private static readonly Problem Zone = new("time-zone", 422, "This time zone is not known. Write it as Europe/Paris.");

    public static void MapMallSettings(this RouteGroupBuilder office)
    {
        office.MapGet("settings", (CurrentSettings settings, MallDatabase database, string? done) => Show(settings.Value, Typed.Of(Kept(settings.Value)), [], database, done)).RequirePermission(Permission.ManageSettings);
        office.MapPost("settings", Change).RequirePermission(Permission.ManageSettings);
        office.MapPost("settings/test-mail", TestMail).RequirePermission(Permission.ManageSettings);
    }

    private static IResult Show(MallSettings settings, Typed typed, IReadOnlyList<Problem> problems, MallDatabase database, string? done = null) => Render.Page<MallSettingsPage>(
        new { Settings = settings, V = typed, Problems = problems, Done = done is not null, Tested = done == "test", Waiting = MailQueue.Waiting(database) }, problems.Count > 0 ? problems[0].Status : 200);

    private static async Task<IResult> TestMail(HttpContext context, PageContext page, CurrentSettings settings, MallDatabase database, TimeProvider clock) =>
        await MailSettings.Try(page, context.SignedIn(), clock, context.RequestAborted) is { } problem
            ? Show(settings.Value, Typed.Of(Kept(settings.Value)), [problem], database)
            : Render.SeeOther(page.Links.OfficePage("settings") + "?done=test");

    private static async Task<IResult> Change(HttpContext context, PageContext page, CurrentSettings settings, MallDatabase database, MallWriter writer)
    {
        var form = await FormReader.Read(context);
        var changed = Read(form, settings.Value, page);
        if (form.Ok)
        {
            var saved = await writer.Write(s => CurrentSettings.Change(s, now => changed with { Name = now.Name, Brand = now.Brand, BrandBefore = now.BrandBefore }, context.SignedIn().PersonId));
            if (saved.Ok)
            {
                settings.Refresh();
                return Render.SeeOther(page.Links.OfficePage("settings") + "?done=1");
            }

            form.Add(saved.Problem!);
        }

        return Show(settings.Value, Typed.Of(form), form.Problems, database);
    }

    // Country, currency and origin are chosen when the mall is made: amounts and links that are out there depend on them.
    private static MallSettings Read(FormReader form, MallSettings present, PageContext page)
    {
        var town = form.Text("town", 80, required: false);
        var centre = form.Point() ?? Gazetteer.Of(Country.Parse(present.Country))?.Find(town)?.Point ?? default;
        return present with
        {
            Tagline = Texts(form, page, "tagline"),
            Languages = Languages(form, present),
            TimeZone = TimeZone(form),
            Tiles = ReadTiles(form),
            Imprint = new Imprint(form.Text("operator", 120, false), form.Text("address", 300, false), form.Text("email", 254, false), form.Text("phone", 30, false), form.Text("director", 120, false), form.Text("host", 300, false)),
            Mail = MailSettings.Read(form),
            Town = town,
            Latitude = centre.Latitude,
            Longitude = centre.Longitude,
            AcceptWithinHours = (int)form.Whole("accept-within", 1, 240),
            ReservationsPerPerson = (int)form.Whole("reservations-person", 1, 1_000),
            ReservationsPerGuest = (int)form.Whole("reservations-guest", 0, 1_000),
            ReservedUnitsPerVariant = (int)form.Whole("reserved-units", 1, 10_000),
        };
    }

    private static LocalText Texts(FormReader form, PageContext page, string field)
    {
        var texts = new LocalText();
        foreach (var language in page.Mall.Languages)
        {
            if (form.TextOrNull($"{field}.{language}", 200) is { } text)
            {
                texts[language] = text;
            }
        }

        return texts;
    }

    private static IReadOnlyList<string> Languages(FormReader form, MallSettings present)
    {
        var chosen = form.All("languages").Where(l => Language.Spoken.Any(s => s.Tag == l)).Distinct().ToList();
        if (chosen.Count == 0)
        {
            form.Add("languages", NoLanguage);
            return present.Languages;
        }

        // The mall's own stays the first.
        return [.. chosen.OrderByDescending(l => l == present.Languages[0])];
    }

    private static string TimeZone(FormReader form)
    {
        var name = form.Text("time-zone", 60);
        if (name.Length > 0 && !TimeZoneInfo.TryFindSystemTimeZoneById(name, out _))
        {
            form.Add("time-zone", Zone);
        }

        return name;
    }

    private static MapTiles? ReadTiles(FormReader form)
    {
        if (form.TextOrNull("tiles", 300) is not { } address)
        {
            return null;
        }

        if (!address.StartsWith("https://", StringComparison.Ordinal) || !(address.Contains("{z}", StringComparison.Ordinal) && address.Contains("{x}", StringComparison.Ordinal) && address.Contains("{y}", StringComparison.Ordinal)))
        {
            form.Add("tiles", Tiles);
        }

        return new MapTiles(address, form.Text("attribution", 200));
    }

    private static Dictionary<string, string?> Kept(MallSettings s)
    {
        var kept = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["languages"] = string.Join(',', s.Languages), ["time-zone"] = s.TimeZone,
            ["tiles"] = s.Tiles?.UrlTemplate, ["attribution"] = s.Tiles?.Attribution, ["operator"] = s.Imprint.Operator, ["address"] = s.Imprint.Address, ["email"] = s.Imprint.Email,
            ["phone"] = s.Imprint.Phone, ["director"] = s.Imprint.Director, ["host"] = s.Imprint.Host, ["town"] = s.Town,
            ["latitude"] = s.Centre?.Latitude.ToString(CultureInfo.InvariantCulture), ["longitude"] = s.Centre?.Longitude.ToString(CultureInfo.InvariantCulture),
            ["accept-within"] = Number(s.AcceptWithinHours), ["reservations-person"] = Number(s.ReservationsPerPerson), ["reservations-guest"] = Number(s.ReservationsPerGuest),
            ["reserved-units"] = Number(s.ReservedUnitsPerVariant),
        };
        MailSettings.Put(kept, s.Mail);
        foreach (var (language, text) in s.Tagline)
        {
            kept["tagline." + language] = text;
        }

        return kept;
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
