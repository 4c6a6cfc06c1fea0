using System.Collections.Concurrent;
using System.Net;
using Halles.Kernel;
using Halles.Kernel.Jobs;
using Halles.Kernel.Storage;
using Halles.Mall.Identity;
using Halles.Mall.Settings;
using Halles.Testing;
using Halles.Web.Hosting;
using Halles.Web.Tests.Api;
using Halles.Web.Tests.Pages.Account;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Halles.Web.Tests.Hosting;

public sealed class LogsTests
{
    [Theory, OnBothEngines]
    public async Task Nothing_of_a_person_is_written_into_the_log(Engine engine)
    {
        using var log = new Heard();
        using var smtp = new SmtpSink { Refuses = true };
        await using var web = await WebMall.Open(engine, s => s with { Mail = new Smtp("localhost", smtp.Port, Tls: false, "mall@exemple.fr") }, s => Hear(s, log), Map);
        using var visitor = new Visitor(web);
        var sent = await visitor.Submit(await visitor.Get("/fr/sign-up"), "form.form", ("name", "Nadia Benali"), ("email", AccountWorld.Email), ("password", AccountWorld.Password));
        sent.Path.ShouldBe("/fr/sign-in/sent?for=sign-up");
        var signUp = web.Link();
        await visitor.Submit(await visitor.Get(signUp), "form.form");
        using var other = new Visitor(web);
        await other.Submit(await other.Get("/fr/forgotten"), "form.form", ("email", AccountWorld.Email));
        await other.SignIn(password: "n'importe quoi");
        var shop = await new ApiMall(web).Shop();
        var (placed, _, _) = await shop.Sold(await shop.Sells("Pain", 480));
        (await visitor.Get($"/fr/purchases/{placed.Id}?key={placed.Key}")).Status.ShouldBe(HttpStatusCode.OK);
        var broken = await visitor.Get($"/fr/broken/{signUp.Split('/')[^1]}?email={AccountWorld.Email}");
        broken.Status.ShouldBe(HttpStatusCode.InternalServerError);
        await log.Until("Job send-mail failed");

        var number = broken.Response.Headers.GetValues(RequestNumber.Header).Single();
        broken.Words.ShouldContain(number);
        log.Lines.ShouldContain(l => l.Contains("GET /{lang:language}/broken/{token} failed", StringComparison.Ordinal) && l.Contains(number, StringComparison.Ordinal));
        JobList.Page(web.Database, new JobFilter(), 1).Rows.ShouldContain(j => j.LastError != null && j.LastError.Contains("MailboxUnavailable", StringComparison.Ordinal));
        var (token, contact) = (signUp.Split('/')[^1], ApiShop.Shopper);
        string[] personal = [AccountWorld.Email, "Benali", AccountWorld.Password, "n'importe quoi", token, contact.Email, contact.Phone, "612345678", "Durand", placed.Key!, placed.Orders[0].Code];
        foreach (var word in personal)
        {
            log.Lines.ShouldAllBe(l => !l.Contains(word, StringComparison.OrdinalIgnoreCase), word);
            JobList.Page(web.Database, new JobFilter(), 1).Rows.ShouldAllBe(j => j.LastError == null || !j.LastError.Contains(word, StringComparison.OrdinalIgnoreCase), word);
        }
    }

    private static void Hear(IServiceCollection services, Heard log) => services.AddLogging(l => l.AddFilter("Halles", LogLevel.Trace).AddProvider(log));

    private static void Map(WebApplication app) => app.MapGet("/{lang:language}/broken/{token}", (string token) => token.Length > 0 ? throw new InvalidOperationException("a bug") : token).AllowEverybody();

    /// <summary>Keeps what is logged: words, exceptions, and the scopes around them.</summary>
    private sealed class Heard : ILoggerProvider, ILogger, ISupportExternalScope
    {
        private readonly ConcurrentQueue<string> _lines = new();
        private IExternalScopeProvider _scopes = new LoggerExternalScopeProvider();

        public IReadOnlyList<string> Lines => [.. _lines];

        public async Task Until(string words)
        {
            using var tries = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
            while (!Lines.Any(l => l.Contains(words, StringComparison.Ordinal)))
            {
                await tries.WaitForNextTickAsync(patience.Token);
            }
        }

        public ILogger CreateLogger(string categoryName) => this;

        public void SetScopeProvider(IExternalScopeProvider scopeProvider) => _scopes = scopeProvider;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => _scopes.Push(state);

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var line = $"{formatter(state, exception)} {exception}";
            _scopes.ForEachScope((scope, _) => line += " " + (scope is IEnumerable<KeyValuePair<string, object>> pairs ? string.Join(' ', pairs) : scope), line);
            _lines.Enqueue(line);
        }

        public void Dispose()
        {
            // nothing to let go
        }
    }
}
