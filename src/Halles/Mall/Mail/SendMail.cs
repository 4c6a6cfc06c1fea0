using System.Diagnostics.Metrics;
using System.Net.Mail;
using System.Text.Json;
using Halles.Kernel;
using Halles.Kernel.Jobs;
using Halles.Kernel.Storage;
using Halles.Mall.Settings;
using Microsoft.EntityFrameworkCore;

namespace Halles.Mall.Mail;

/// <summary>Sends one e-mail by SMTP. While the settings name no server it waits.</summary>
internal sealed class SendMail(MallDatabase database, MallWriter writer) : IJob
{
    private static readonly Counter<long> Sent = Telemetry.Meter().CreateCounter<long>("halles.mails.sent", "{mail}", "E-mails that the mail server took.");

    public const string JobKind = "send-mail";

    public string Kind => JobKind;

    public async Task Run(string payload, CancellationToken stop)
    {
        var id = JsonSerializer.Deserialize<Guid>(payload, Json.Stored);
        if (MailQueue.Find(database, id) is not { SentAt: null } mail)
        {
            return; // erased, or sent by another node
        }

        if (Settings(database) is { Mail: { } server } mall)
        {
            await Deliver(server, mall.Name, mail, stop).ConfigureAwait(false);
            await writer.Write<int>(s => s.Sql.Execute("UPDATE mails SET sent_at = $2, waits = $3 WHERE id = $1", id, s.Now, false)).ConfigureAwait(false);
        }
        else
        {
            await writer.Write<int>(s => s.Sql.Execute("UPDATE mails SET waits = $2 WHERE id = $1 AND sent_at IS NULL", id, true)).ConfigureAwait(false);
        }
    }

    // A refusal quotes the address: it is left out of logs and of the table of jobs.
    private async Task Deliver(Smtp server, string sender, MailMessage mail, CancellationToken stop)
    {
        try
        {
            await MailServer.Deliver(server, sender, mail, null, stop).ConfigureAwait(false);
            Sent.Add(1);
        }
        catch (SmtpException e)
        {
            throw new SmtpException(e.StatusCode, $"{e.StatusCode}: {(e.InnerException ?? e).Message.Replace(mail.To, "<its reader>", StringComparison.OrdinalIgnoreCase)}");
        }
    }

    /// <summary>The settings as they are kept now; null in an empty database.</summary>
    internal static MallSettings? Settings(MallDatabase database)
    {
        using var db = database.Read();
        return db.Set<SettingsRow>().SingleOrDefault()?.Data;
    }
}

/// <summary>Once a server is named, has the e-mails sent that waited for one.</summary>
internal sealed class SendWaitingMails : IJob, IDisposable
{
    private const int AtOnce = 200;
    private readonly Meter _meter = Telemetry.Meter();
    private readonly MallDatabase _database;
    private readonly MallWriter _writer;

    public SendWaitingMails(MallDatabase database, MallWriter writer)
    {
        (_database, _writer) = (database, writer);
        _meter.CreateObservableGauge("halles.mails.waiting", () => Telemetry.Known<int>(() => [new(MailQueue.Waiting(database))]), "{mail}", "E-mails that wait for a mail server to be named.");
    }

    public string Kind => "send-waiting-mails";

    public TimeSpan? Every => TimeSpan.FromMinutes(1);

    public async Task Run(string payload, CancellationToken stop)
    {
        if (MailQueue.Waiting(_database) == 0 || SendMail.Settings(_database)?.Mail is null)
        {
            return;
        }

        while (!stop.IsCancellationRequested && await _writer.Write<int>(Ask).ConfigureAwait(false) is { Ok: true, Value: AtOnce })
        {
        }
    }

    public void Dispose() => _meter.Dispose();

    private static Result<int> Ask(WriteSession s)
    {
        var ids = s.Sql.List(
            "UPDATE mails SET waits = $2 WHERE id IN (SELECT id FROM mails WHERE waits = $1 ORDER BY created_at, id LIMIT $3) RETURNING id", r => r.Id(0), true, false, AtOnce);
        ids.ForEach(id => JobQueue.Enqueue(s, SendMail.JobKind, id));
        return ids.Count;
    }
}
