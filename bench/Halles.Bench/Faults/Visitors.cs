using System.Diagnostics;
using System.Net;

namespace Halles.Bench.Faults;

/// <summary>Somebody who looks around meanwhile: pages and searches must go on.</summary>
internal sealed class Visitors : IAsyncDisposable
{
    private const double MostMilliseconds = 10_000;
    private static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(50);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _looking;

    public Visitors(string origin, SeededMall mall) => _looking = Task.Run(() => Look(origin, mall));

    /// <summary>Pages that were answered with 200.</summary>
    public int Seen { get; private set; }

    /// <summary>How often they were asked to come back, because who buys goes before who looks.</summary>
    public int Refused { get; private set; }

    /// <summary>The first one that failed; null when none did.</summary>
    public string? Failed { get; private set; }

    /// <summary>The longest until one was seen, in milliseconds.</summary>
    public double Longest { get; private set; }

    /// <summary>Stops looking, and fails the trial when a page failed.</summary>
    public async Task<string> Leave()
    {
        await _stop.CancelAsync();
        await _looking;
        Failed ??= Longest <= MostMilliseconds ? null : $"A page was seen only after {Longest:0} ms.";
        return Failed is null ? $"{Seen} pages seen, {Refused} times asked to come back, the slowest after {Longest:0} ms" : throw new TrialFailed(Failed);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _looking;
        _stop.Dispose();
    }

    private async Task Look(string origin, SeededMall mall)
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(20) };
        for (var n = 0; !_stop.IsCancellationRequested; n++)
        {
            var good = mall.Goods[n * 31 % mall.Goods.Count];
            var path = (n % 4) switch { 0 => "/fr/", 1 => $"/fr/shops/{good.Shop}/{good.Handle}?n={n}", 2 => $"/fr/search?q=ba&n={n}", _ => $"/fr/c/leaf-{n % 96}?n={n}" };
            var began = Stopwatch.GetTimestamp();
            try
            {
                while (await Refuses(http, origin + path))
                {
                    Refused++;
                    await Task.Delay(Breath);
                }
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
            {
                Failed ??= $"{path} was not answered: {e.Message}";
            }

            Longest = Math.Max(Longest, Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            await Task.Delay(Breath);
        }
    }

    private async Task<bool> Refuses(HttpClient http, string address)
    {
        using var answer = await http.GetAsync(address);
        if (answer.StatusCode is HttpStatusCode.ServiceUnavailable && answer.Headers.RetryAfter is not null && !_stop.IsCancellationRequested)
        {
            return true;
        }

        Failed ??= answer.IsSuccessStatusCode || _stop.IsCancellationRequested ? null : $"{address} was answered with {(int)answer.StatusCode}.";
        Seen++;
        return false;
    }
}
