using Halles.Kernel.Storage;

namespace Halles.Web.Hosting;

/// <summary>
/// What is written to the console: lines for people, or JSON for programs, each with the number of its request. The web
/// server's own scope is left out: it holds addresses, and some addresses are keys.
/// </summary>
public static class Logs
{
    /// <summary>The variable that chooses: <c>text</c> or <c>json</c>.</summary>
    public const string Variable = "HALLES_LOG";

    /// <summary>Sets levels and form.</summary>
    /// <exception cref="CannotStart">The variable holds neither word.</exception>
    public static void Configure(ILoggingBuilder logging)
    {
        logging.AddFilter("Microsoft", LogLevel.Warning);
        logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None); // would give every request a scope with its address
        if (AsJson)
        {
            logging.AddJsonConsole(json =>
            {
                json.IncludeScopes = true;
                json.UseUtcTimestamp = true;
                json.TimestampFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";
            });
        }
    }

    /// <summary>Has each line name its request, where lines are JSON.</summary>
    public static void Number(WebApplication app)
    {
        if (AsJson)
        {
            var log = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(Logs));
            app.Use(async (context, next) =>
            {
                using (log.BeginScope(new Numbered(RequestNumber.Of(context))))
                {
                    await next(context);
                }
            });
        }
    }

    private static bool AsJson => Environment.GetEnvironmentVariable(Variable) switch
    {
        null or "" or "text" => false,
        "json" => true,
        var text => throw new CannotStart($"{Variable}={text} is not understood: it is text or json."),
    };

    private sealed class Numbered(string number) : List<KeyValuePair<string, object?>>([new("Request", number)])
    {
        public override string ToString() => number;
    }
}
