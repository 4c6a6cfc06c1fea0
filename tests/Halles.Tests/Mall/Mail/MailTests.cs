using Halles.Kernel;
using Halles.Kernel.Jobs;
using Halles.Kernel.Storage;
using Halles.Mall.Mail;
using Halles.Mall.Settings;
using Halles.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Halles.Tests.Mall.Mail;

public sealed class MailTests
{
    [Theory, OnBothEngines]
    public async Task A_mail_is_sent_once_by_the_server_of_the_settings(Engine engine)
    {
        using var mall = TestMall.On(engine);
        using var sink = new SmtpSink();
        await Settings(mall, new Smtp("localhost", sink.Port, Tls: false, "halles@exemple.fr"));
        var id = await Write(mall, "Commande prête\r\nBcc: x@evil.example", "Bonjour Nadia, c’est prêt.");
        await Jobs(mall).RunDue(CancellationToken.None);
        await new SendMail(mall.Database, mall.Writer).Run($"\"{id}\"", CancellationToken.None); // a second run, as after a crash

        var sent = sink.Taken.ShouldHaveSingleItem();
        sent.ShouldContain("RCPT TO:<nadia@exemple.fr>");
        sent.ShouldNotContain("evil.example>", customMessage: "a subject adds no header");
        sent.ShouldContain($"{id:N}@exemple.fr");
        sent.ShouldContain("text/html");
        MailQueue.Find(mall.Database, id)!.SentAt.ShouldNotBeNull();
    }

    [Theory, OnBothEngines]
    public async Task Without_a_server_it_stays_readable(Engine engine)
    {
        using var mall = TestMall.On(engine);
        await Settings(mall, null);
        var id = await Write(mall, "Bonjour", "…");
        await Jobs(mall).RunDue(CancellationToken.None);
        MailQueue.Newest(mall.Database, 10).ShouldHaveSingleItem().SentAt.ShouldBeNull();
        MailQueue.Find(mall.Database, id)!.Subject.ShouldBe("Bonjour");
        JobQueue.List(mall.Database).ShouldNotContain(j => j.Kind == "send-mail");
    }

    [Fact]
    public async Task A_server_that_does_not_answer_is_tried_again()
    {
        using var mall = TestMall.On(Engine.Sqlite);
        await Settings(mall, new Smtp("localhost", FreePort.Next(), Tls: false, "halles@exemple.fr"));
        await Write(mall, "Bonjour", "…");
        await Jobs(mall).RunDue(CancellationToken.None);
        JobQueue.List(mall.Database).Single(j => j.Kind == "send-mail").Attempts.ShouldBe(1);
    }

    [Theory, OnBothEngines]
    public async Task Old_mails_and_those_of_an_erased_person_go(Engine engine)
    {
        using var mall = TestMall.On(engine);
        await Write(mall, "Alt", "…");
        mall.Clock.Advance(TimeSpan.FromDays(31));
        await Write(mall, "Neu", "…");
        await new ForgetMails(mall.Writer).Run("", CancellationToken.None);
        MailQueue.Newest(mall.Database, 10).ShouldHaveSingleItem().Subject.ShouldBe("Neu");
        await mall.Write<Done>(s =>
        {
            MailQueue.Send(s, "shop@exemple.fr", "New order", "Order 7K2M-Q4X9 of nadia", "");
            MailQueue.Send(s, "shop@exemple.fr", "New order", "Order 9999-9999 of marc", "");
            return default(Done);
        });
        await mall.Write<Done>(s =>
        {
            MailQueue.Forget(s, "Nadia@exemple.fr", ["7K2M-Q4X9"]);
            return default(Done);
        });
        MailQueue.Newest(mall.Database, 10).ShouldHaveSingleItem().Text.ShouldContain("marc");
    }

    private static async Task<Guid> Write(TestMall mall, string subject, string text)
    {
        await mall.Write<Done>(s =>
        {
            MailQueue.Send(s, "nadia@exemple.fr", subject, text, $"<p>{text}</p>");
            return default(Done);
        });
        return MailQueue.Newest(mall.Database, 1)[0].Id;
    }

    private static Task<Done> Settings(TestMall mall, Smtp? server) => mall.Write(s => CurrentSettings.Save(s, new MallSettings
    {
        Name = "Halles", Languages = ["fr"], Currency = "EUR", Country = "FR", TimeZone = "Europe/Paris", Origin = "http://localhost", Mail = server,
    }, by: null));

    private static JobWorker Jobs(TestMall mall) =>
        new(mall.Database, mall.Writer, mall.Feed, [new SendMail(mall.Database, mall.Writer)], mall.Clock, NullLogger<JobWorker>.Instance);
}
