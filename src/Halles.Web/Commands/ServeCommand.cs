using System.CommandLine;
using System.Net;
using Halles.Kernel;
using Halles.Kernel.Changes;
using Halles.Kernel.Privacy;
using Halles.Kernel.Storage;
using Halles.Mall.Settings;
using Halles.Web.Hosting;
using HostOptions = Halles.Web.Hosting.HostOptions;

namespace Halles.Web.Commands;

/// <summary><c>halles serve</c>: opens the mall to the web until it is told to stop.</summary>
internal static class ServeCommand
{
    private static readonly Option<bool> Demo = new("--demo") { Description = "Make the demo mall first if there is none." };

    private static readonly Option<int?> Port = new("--port") { Description = "The port to listen at; by default that of the mall's own address." };

    private static readonly Option<string> Listen = new("--listen")
    {
        Description = "The address to listen at; 0.0.0.0 for all of this machine's.",
        HelpName = "address",
        DefaultValueFactory = _ => "127.0.0.1",
    };

    private static readonly Option<string[]> Proxy = new("--proxy")
    {
        Description = "The address of a proxy whose forwarded headers are believed; may be given again.",
        HelpName = "address",
        DefaultValueFactory = _ => [],
    };

    public static Command Make()
    {
        var command = new Command("serve", "Open the mall to the web.") { Demo, Port, Listen, Proxy };
        Place.AddOptions(command);
        foreach (var addresses in (Option[])[Listen, Proxy])
        {
            addresses.Validators.Add(result =>
            {
                foreach (var token in result.Tokens.Where(t => !IPAddress.TryParse(t.Value, out _)))
                {
                    result.AddError($"'{token.Value}' is not an IP address.");
                }
            });
        }

        Port.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int?>() is < 0 or > 65535)
            {
                result.AddError("A port is a number from 1 to 65535; 0 takes any that is free.");
            }
        });
        command.SetAction(Serve);
        return command;
    }

    private static async Task<int> Serve(ParseResult line, CancellationToken stop)
    {
        var place = Place.Of(line);
        var demo = line.GetValue(Demo);
        if (!demo)
        {
            place.MustExist();
        }

        using var folder = DataFolder.TryLock(place.Folder)
            ?? throw new CannotStart($"Another process is writing to {place.Folder}: a mall is served from there already. Stop it, or name another folder with --data.");
        var port = await Prepare(place, folder, demo, line.GetValue(Port));
        await using var app = MallHost.Build(new HostOptions(folder, place.Postgres, port, line.GetValue(Proxy), line.GetValue(Listen)!));
        using var database = app.Services.GetRequiredService<MallDatabase>();
        _ = app.Services.GetRequiredService<Secret>(); // a broken one is said now, not at the first sign-in
        await app.StartAsync(stop);
        await FollowPort(app, new Uri(app.Urls.First()).Port);
        var settings = app.Services.GetRequiredService<CurrentSettings>().Value;
        Output.Say($"{settings.Name} is open at {settings.Origin}/{Listening(settings, app)}  (Ctrl-C closes it)");
        if (settings.DemoPeopleNeedNoSecondFactor)
        {
            DemoSigns.Show(settings);
        }

        await app.WaitForShutdownAsync(stop);
        return 0;
    }

    // Before the host is built: the schema, the demo where it is wanted, and the port of the mall.
    private static async Task<int> Prepare(Place place, DataFolder folder, bool demo, int? port)
    {
        using var database = place.Open(folder);
        var pending = Migrator.Pending(database);
        var empty = pending.Count == Migrator.Known.Count;
        if (empty && !demo)
        {
            throw new CannotStart("The database is empty. Make a mall in it with: halles init (or look at the demo with: halles serve --demo)");
        }

        if (pending.Count > 0 && !empty)
        {
            Output.Say($"Bringing the database to this version: {pending.Count} migrations.");
            Migrator.Migrate(database);
        }

        if (!empty)
        {
            ChangeFeed.OpenEpoch(database);
        }

        var settings = new CurrentSettings(database);
        if (empty || (demo && !settings.Exist)) // the second, after one that was killed while it made the demo
        {
            await using var services = MallHost.Services(database).BuildServiceProvider();
            Output.Say("Making the demo mall…");
            var made = await Output.Watch(progress => DemoCommand.Fill(services, DemoCommand.Origin(port ?? DemoCommand.Port), progress));
            _ = made.Ok ? true : throw new CannotStart(made.Problem!.Message);
        }

        var origin = MallOrigin.Parse(settings.Value.Origin);
        return port ?? (origin.IsLoopback ? origin.Port : DemoCommand.Port);
    }

    // A mall on this machine is where it is served: passkeys and links in e-mails carry the port.
    private static async Task FollowPort(WebApplication app, int port)
    {
        var current = app.Services.GetRequiredService<CurrentSettings>();
        if (MallOrigin.Parse(current.Value.Origin) is { IsLoopback: true } origin && origin.Port != port)
        {
            var settings = current.Value with { Origin = DemoCommand.Origin(port) };
            _ = await app.Services.GetRequiredService<MallWriter>().Write<Done>(s => CurrentSettings.Save(s, settings, by: null));
            current.Refresh();
        }
    }

    private static string Listening(MallSettings settings, WebApplication app) =>
        new Uri(settings.Origin).IsLoopback ? "" : $", listening at {string.Join(", ", app.Urls)}";
}
