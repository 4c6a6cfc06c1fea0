namespace Halles.Mall.Identity;

/// <summary>How long an account takes no more passwords (or codes) after wrong ones in a row.</summary>
public static class LockOut
{
    private const int Free = 5;

    /// <summary>Nothing for the first four; then half a minute, doubled each time, up to an hour.</summary>
    public static TimeSpan Wait(int failures) => failures < Free
        ? TimeSpan.Zero
        : TimeSpan.FromSeconds(Math.Min(3600, 30 * Math.Pow(2, Math.Min(failures - Free, 10))));

    internal static void PasswordFailed(Person person, DateTimeOffset now)
    {
        person.Failures++;
        person.LockedUntil = Wait(person.Failures) is { Ticks: > 0 } wait ? now + wait : null;
    }

    internal static void CodeFailed(Person person, DateTimeOffset now)
    {
        person.CodeFailures++;
        person.CodesLockedUntil = Wait(person.CodeFailures) is { Ticks: > 0 } wait ? now + wait : null;
    }
}
