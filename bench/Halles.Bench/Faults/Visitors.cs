using System.Diagnostics;

namespace Halles.Bench.Faults;

/// <summary>Somebody who looks around meanwhile: pages and searches must go on.</summary>
internal sealed class Visitors : IAsyncDisposable
{
    private static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(50);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _looking;

    public Visitors(string origin, SeededMall mall) => _looking = Task.Run(() => Look(origin, mall));

    /// <summary>Pages that were answered with 200.</summary>
    public int Seen { get; private set; }

    /// <summary>The first one that was not; null when all were.</summary>
    public string? Failed { get; private set; }

    /// <summary>The longest that one took, in milliseconds.</summary>
    public double Longest { get; private set; }

    /// <summary>Stops looking, and fails the trial when a page failed.</summary>
    public async Task<string> Leave()
    {
        await _stop.CancelAsync();
        await _looking;
        return Failed is null ? $"{Seen} pages seen, the slowest {Longest:0} ms" : throw new TrialFailed(Failed);
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
                using var answer = await http.GetAsync(origin + path);
                Failed ??= answer.IsSuccessStatusCode ? null : $"{path} was answered with {(int)answer.StatusCode}.";
                Seen++;
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
            {
                Failed ??= $"{path} was not answered: {e.Message}";
            }

            Longest = Math.Max(Longest, Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            await Task.Delay(Breath);
        }
    }
}
