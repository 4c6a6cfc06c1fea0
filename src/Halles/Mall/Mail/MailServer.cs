using System.Net;
using System.Net.Mail;
using System.Text;
using Halles.Mall.Settings;

namespace Halles.Mall.Mail;

/// <summary>Hands e-mails to a mail server (RFC 5321), encrypted by STARTTLS (RFC 3207) where the settings say so.</summary>
public static class MailServer
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Hands over one e-mail; returns once the server has taken it.</summary>
    /// <param name="sender">The name that readers see beside the sender's address.</param>
    /// <param name="patience">How long the server may take; a minute where nothing is said.</param>
    /// <exception cref="SmtpException">The server cannot be reached, does not take it, or wants another password.</exception>
    public static async Task Deliver(Smtp server, string sender, MailMessage mail, TimeSpan? patience, CancellationToken stop)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(patience ?? Patience);
        using var message = new System.Net.Mail.MailMessage(new MailAddress(server.From, sender.ReplaceLineEndings(" "), Encoding.UTF8), new MailAddress(mail.To))
        {
            Subject = mail.Subject,
            SubjectEncoding = Encoding.UTF8,
            Body = mail.Text,
            BodyEncoding = Encoding.UTF8,
        };
        message.Headers.Add("Message-ID", $"<{mail.Id:N}@{message.From!.Host}>"); // the same when sent twice
        message.Headers.Add("Auto-Submitted", "auto-generated"); // RFC 3834: no holiday replies
        message.AlternateViews.Add(AlternateView.CreateAlternateViewFromString(mail.Html, Encoding.UTF8, "text/html"));
        using var client = new SmtpClient(server.Host, server.Port) { EnableSsl = server.Tls };
        if (server.User is not null)
        {
            client.Credentials = new NetworkCredential(server.User, SmtpPassword.Read());
        }

        await client.SendMailAsync(message, limit.Token).ConfigureAwait(false);
    }
}
