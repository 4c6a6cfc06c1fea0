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
    public async Task Without_a_server_it_waits_and_goes_once_when_one_is_named(Engine engine)
    {
        using var mall = TestMall.On(engine);
        using var sink = new SmtpSink();
        await Settings(mall, null);
        var id = await Write(mall, "Bonjour", "…");
        var jobs = Jobs(mall);
        await jobs.RunDue(CancellationToken.None);
        MailQueue.Waiting(mall.Database).ShouldBe(1);
        MailQueue.Find(mall.Database, id)!.SentAt.ShouldBeNull();
        JobList.Page(mall.Database, new JobFilter(), 1).Rows.ShouldNotContain(j => j.Kind == "send-mail", "it is not tried in vain");
        await Waiting(mall).Run("", CancellationToken.None);
        MailQueue.Waiting(mall.Database).ShouldBe(1, "there is no server yet");

        await Settings(mall, new Smtp("localhost", sink.Port, Tls: false, "halles@exemple.fr"));
        await Waiting(mall).Run("", CancellationToken.None);
        await Waiting(mall).Run("", CancellationToken.None);
        await jobs.RunDue(CancellationToken.None);
        sink.Taken.ShouldHaveSingleItem().ShouldContain("RCPT TO:<nadia@exemple.fr>");
        MailQueue.Find(mall.Database, id)!.SentAt.ShouldNotBeNull();
        MailQueue.Waiting(mall.Database).ShouldBe(0);
    }

    [Theory, OnBothEngines]
    public async Task More_than_go_at_once_all_go(Engine engine)
    {
        using var mall = TestMall.On(engine);
        await mall.Write<Done>(s =>
        {
            for (var i = 0; i < 450; i++)
            {
                s.Db.Add(new MailMessage { Id = s.NewId(), To = "nadia@exemple.fr", Subject = "", Text = "", Html = "", CreatedAt = s.Now, Waits = true });
            }

            return default(Done);
        });
        await Settings(mall, new Smtp("localhost", 2525, Tls: false, "halles@exemple.fr"));
        await Waiting(mall).Run("", CancellationToken.None);
        MailQueue.Waiting(mall.Database).ShouldBe(0);
        JobList.Page(mall.Database, new JobFilter("send-mail"), 1).Total.ShouldBe(450);
    }

    [Fact]
    public async Task The_password_comes_from_outside_the_database()
    {
        using var sink = new SmtpSink { WantsPassword = true };
        Environment.SetEnvironmentVariable(SmtpPassword.Variable, "très secret");
        try
        {
            var mail = new MailMessage { Id = Guid.Empty, To = "nadia@exemple.fr", Subject = "Essai", Text = "…", Html = "…", CreatedAt = default };
            await MailServer.Deliver(new Smtp("localhost", sink.Port, Tls: false, "halles@exemple.fr", "halles"), "Les Halles d’été", mail, null, CancellationToken.None);
        }
        finally
        {
            Environment.SetEnvironmentVariable(SmtpPassword.Variable, null);
        }

        sink.SaidToSignIn.Select(w => System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(w))).ShouldBe(["halles", "très secret"]);
        sink.Taken.ShouldHaveSingleItem();
    }

    [Fact]
    public void The_password_is_read_from_the_variable_or_the_file_that_another_names()
    {
        var file = Path.GetTempFileName();
        File.WriteAllText(file, "from the file\n");
        SmtpPassword.Read(name => name == SmtpPassword.FileVariable ? file : null).ShouldBe("from the file");
        SmtpPassword.Read(name => name == SmtpPassword.Variable ? "given" : file).ShouldBe("given");
        SmtpPassword.Read(_ => null).ShouldBeNull();
        File.Delete(file);
        Should.Throw<IOException>(() => SmtpPassword.Read(name => name == SmtpPassword.FileVariable ? file : null));
    }

    [Fact]
    public async Task A_server_that_does_not_answer_is_tried_again()
    {
        using var mall = TestMall.On(Engine.Sqlite);
        await Settings(mall, new Smtp("localhost", FreePort.Next(), Tls: false, "halles@exemple.fr"));
        await Write(mall, "Bonjour", "…");
        await Jobs(mall).RunDue(CancellationToken.None);
        JobList.Page(mall.Database, new JobFilter(), 1).Rows.Single(j => j.Kind == "send-mail").Attempts.ShouldBe(1);
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

    private static SendWaitingMails Waiting(TestMall mall) => new(mall.Database, mall.Writer);

    private static JobWorker Jobs(TestMall mall) =>
        new(mall.Database, mall.Writer, mall.Feed, [new SendMail(mall.Database, mall.Writer)], mall.Clock, NullLogger<JobWorker>.Instance);
}
