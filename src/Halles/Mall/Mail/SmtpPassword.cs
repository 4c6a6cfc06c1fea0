namespace Halles.Mall.Mail;

/// <summary>
/// The mail server's password. It is no part of the database (safety.md 13): the variable <c>HALLES_SMTP_PASSWORD</c> holds
/// it, or the file that <c>HALLES_SMTP_PASSWORD_FILE</c> names. Read at each sending, so that a new file counts at once.
/// </summary>
public static class SmtpPassword
{
    public const string Variable = "HALLES_SMTP_PASSWORD", FileVariable = "HALLES_SMTP_PASSWORD_FILE";

    /// <summary>The password; null where none is set.</summary>
    /// <param name="variable">Reads a variable; by default of the process.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static string? Read(Func<string, string?>? variable = null)
    {
        var of = variable ?? Environment.GetEnvironmentVariable;
        return of(Variable) is { Length: > 0 } given ? given
            : of(FileVariable) is { Length: > 0 } file ? File.ReadAllText(file).TrimEnd('\r', '\n')
            : null;
    }
}
