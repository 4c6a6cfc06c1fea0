using System.Globalization;
using System.Net.Mail;
using Halles.Kernel;
using Halles.Mall.Identity;
using Halles.Mall.Mail;
using Halles.Mall.Settings;

namespace Halles.Web.Pages.Operator;

/// <summary>The mail server of the settings page, and the e-mail that tries it.</summary>
internal static class MailSettings
{
    private static readonly Problem Host = new("smtp-host", 422, "Write the server as mail.example.org.");
    private static readonly Problem AtOnce = new("smtp-port", 422, "Port 465 is encrypted from the first byte on, which Halles does not speak. Name the port of STARTTLS, mostly 587.");
    private static readonly Problem Open = new("smtp-open", 422, "With a user's name the connection must be encrypted, or the password could be read on its way.");
    private static readonly Problem NoServer = new("smtp-none", 422, "No mail server is named yet.");
    private static readonly Problem NotTaken = new("smtp-not-taken", 422, "The mail server has not taken it: {0}");
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    /// <summary>Adds the fields with what is kept.</summary>
    public static void Put(Dictionary<string, string?> kept, Smtp? server)
    {
        kept["smtp-host"] = server?.Host;
        kept["smtp-port"] = (server?.Port ?? 587).ToString(CultureInfo.InvariantCulture);
        kept["smtp-tls"] = server is null or { Tls: true } ? "on" : null;
        kept["smtp-user"] = server?.User;
        kept["smtp-from"] = server?.From;
    }

    /// <summary>The server as typed; null where none is named.</summary>
    public static Smtp? Read(FormReader form)
    {
        if (form.TextOrNull("smtp-host", 253) is not { } host)
        {
            return null;
        }

        var server = new Smtp(host, (int)form.Whole("smtp-port", 1, 65_535), form.Checked("smtp-tls"), form.Text("smtp-from", 254), form.TextOrNull("smtp-user", 254));
        if (Uri.CheckHostName(host) is UriHostNameType.Unknown)
        {
            form.Add("smtp-host", Host);
        }

        if (server.Port == 465)
        {
            form.Add("smtp-port", AtOnce);
        }

        if (server is { User: not null, Tls: false } && host is not ("localhost" or "127.0.0.1" or "::1"))
        {
            form.Add("smtp-tls", Open);
        }

        if (server.From.Length > 0 && !EmailAddress.TryParse(server.From, out _, out var problem))
        {
            form.Add("smtp-from", problem!);
        }

        return server;
    }

    /// <summary>Sends an e-mail to whoever asks for it; null when the server has taken it.</summary>
    public static async Task<Problem?> Try(PageContext page, Caller who, TimeProvider clock, CancellationToken stop)
    {
        if (page.Mall.Mail is not { } server)
        {
            return NoServer;
        }

        var letter = new LetterText(page.Language, page.Mall).Say(page.Words.Get("This is a test: the mail server of {0} works.", page.Mall.Name)).Under(page.Words.Get("Test from {0}", page.Mall.Name));
        var mail = new Halles.Mall.Mail.MailMessage { Id = Ids.New(clock), To = who.Email, Subject = letter.Subject, Text = letter.Text, Html = letter.Html, CreatedAt = page.Now };
        try
        {
            await MailServer.Deliver(server, page.Mall.Name, mail, Patience, stop);
            return null;
        }
        catch (Exception e) when (e is SmtpException or IOException or UnauthorizedAccessException || (e is OperationCanceledException && !stop.IsCancellationRequested))
        {
            return NotTaken.With(e is OperationCanceledException ? page.Words.Get("no answer within {0} seconds", Patience.TotalSeconds) : e.GetBaseException().Message);
        }
    }

    /// <summary>Whether a password is set; null when its file cannot be read.</summary>
    public static bool? HasPassword()
    {
        try
        {
            return SmtpPassword.Read() is { Length: > 0 };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
