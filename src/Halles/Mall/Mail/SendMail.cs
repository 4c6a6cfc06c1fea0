using System.Net;
using System.Net.Mail;
using System.Text;
using System.Text.Json;
using Halles.Kernel;
using Halles.Kernel.Jobs;
using Halles.Kernel.Storage;
using Halles.Mall.Settings;
using Microsoft.EntityFrameworkCore;

namespace Halles.Mall.Mail;

/// <summary>Sends one e-mail by SMTP. Without a server in the settings it stays readable on the development page.</summary>
internal sealed class SendMail(MallDatabase database, MallWriter writer) : IJob
{
    public const string JobKind = "send-mail";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public string Kind => JobKind;

    public async Task Run(string payload, CancellationToken stop)
    {
        var id = JsonSerializer.Deserialize<Guid>(payload, Json.Stored);
        using var db = database.Read();
        var mail = MailQueue.Find(database, id);
        if (mail is not { SentAt: null } || db.Set<SettingsRow>().SingleOrDefault()?.Data.Mail is not { } server)
        {
            return; // erased, sent by another node, or nowhere to send it
        }

        await Deliver(server, mail, stop).ConfigureAwait(false);
        await writer.Write<int>(s => s.Sql.Execute("UPDATE mails SET sent_at = $2 WHERE id = $1", id, s.Now)).ConfigureAwait(false);
    }

    private static async Task Deliver(Smtp server, MailMessage mail, CancellationToken stop)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
        patience.CancelAfter(Patience);
        using var message = new System.Net.Mail.MailMessage(server.From, mail.To)
        {
            Subject = mail.Subject,
            SubjectEncoding = Encoding.UTF8,
            Body = mail.Text,
            BodyEncoding = Encoding.UTF8,
        };
        message.Headers.Add("Message-ID", $"<{mail.Id:N}@{new MailAddress(server.From).Host}>"); // the same when sent twice
        message.Headers.Add("Auto-Submitted", "auto-generated"); // RFC 3834: no holiday replies
        message.AlternateViews.Add(AlternateView.CreateAlternateViewFromString(mail.Html, Encoding.UTF8, "text/html"));
        using var client = new SmtpClient(server.Host, server.Port) { EnableSsl = server.Tls };
        if (server.User is not null)
        {
            client.Credentials = new NetworkCredential(server.User, server.Password);
        }

        await client.SendMailAsync(message, patience.Token).ConfigureAwait(false);
    }
}
