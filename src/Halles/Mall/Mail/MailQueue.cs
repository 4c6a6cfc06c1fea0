using Halles.Kernel.Jobs;
using Halles.Kernel.Storage;
using Microsoft.EntityFrameworkCore;

namespace Halles.Mall.Mail;

/// <summary>An e-mail's words, in the language of whom it is for.</summary>
public sealed record Letter(string Subject, string Text, string Html);

/// <summary>Writes e-mails in the transaction of their cause; a job sends them once that is committed.</summary>
public static class MailQueue
{
    /// <summary>The kind of the work that sends one; its payload is the e-mail's id.</summary>
    public const string JobKind = SendMail.JobKind;

    /// <summary>Writes an e-mail to be sent.</summary>
    public static void Send(WriteSession session, string to, string subject, string text, string html)
    {
        var mail = new MailMessage
        {
            Id = session.NewId(),
            To = to,
            Subject = subject.ReplaceLineEndings(" "), // a header has one line
            Text = text,
            Html = html,
            CreatedAt = session.Now,
        };
        session.Db.Add(mail);
        JobQueue.Enqueue(session, SendMail.JobKind, mail.Id);
    }

    /// <inheritdoc cref="Send(WriteSession, string, string, string, string)"/>
    public static void Send(WriteSession session, string to, Letter letter) => Send(session, to, letter.Subject, letter.Text, letter.Html);

    /// <summary>How many e-mails were written to an address since a moment.</summary>
    public static long SentTo(WriteSession session, string to, DateTimeOffset since) =>
        session.Sql.Scalar<long>("SELECT count(*) FROM mails WHERE created_at > $1 AND recipient = $2", since, to);

    /// <summary>The newest e-mails, newest first, for the development page.</summary>
    public static List<MailMessage> Newest(MallDatabase database, int most)
    {
        using var db = database.Read();
        return [.. db.Set<MailMessage>().OrderByDescending(m => m.CreatedAt).ThenByDescending(m => m.Id).Take(most)];
    }

    /// <summary>One e-mail; null when there is none of this id.</summary>
    public static MailMessage? Find(MallDatabase database, Guid id)
    {
        using var db = database.Read();
        return db.Set<MailMessage>().SingleOrDefault(m => m.Id == id);
    }

    /// <summary>Some of them, without their text: to whom and about what. One that was erased is not among them.</summary>
    public static Dictionary<Guid, (string To, string Subject)?> Find(MallDatabase database, IEnumerable<Guid> ids) => database.Read(sql => sql.List(
        $"SELECT id, recipient, subject FROM mails WHERE id {sql.Among(1)}", r => (Id: r.Id(0), To: r.Text(1), Subject: r.Text(2)), sql.Ids(ids))
        .ToDictionary(m => m.Id, m => ((string, string)?)(m.To, m.Subject)));

    /// <summary>How many e-mails wait for a mail server to be named.</summary>
    public static int Waiting(MallDatabase database) => (int)database.Read(sql => sql.Scalar<long>("SELECT count(*) FROM mails WHERE waits"));

    /// <summary>Removes all that was written to or about a person who is erased.</summary>
    /// <param name="marks">Words by which e-mails to others, about this person's things, can be told: codes of orders.</param>
    public static void Forget(WriteSession session, string address, IReadOnlyList<string> marks)
    {
        session.Sql.Execute("DELETE FROM mails WHERE lower(recipient) = $1", address.ToLowerInvariant());
        foreach (var mark in marks.Append(address))
        {
            session.Sql.Execute("DELETE FROM mails WHERE subject LIKE $1 ESCAPE '!' OR text LIKE $1 ESCAPE '!'", "%" + Escaped(mark) + "%");
        }
    }

    private static string Escaped(string word) =>
        word.Replace("!", "!!", StringComparison.Ordinal).Replace("%", "!%", StringComparison.Ordinal).Replace("_", "!_", StringComparison.Ordinal);
}
