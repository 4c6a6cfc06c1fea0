using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Halles.Bench;

/// <summary>How long after its acknowledgement an order shows in what shoppers see: one product is bought again and again, and its stock looked at until it is less.</summary>
internal sealed class ProjectionLag(string origin, Buyable watched)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>Measures until it is stopped.</summary>
    public async Task<IReadOnlyList<double>> Watch(CancellationToken stop)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false, UseCookies = false });
        var one = new OrderLoad(origin, [watched], 1, 1);
        var (lags, left) = (new List<double>(), await Left(http));
        while (!stop.IsCancellationRequested)
        {
            await one.BuyOnce();
            var acknowledged = Stopwatch.GetTimestamp();
            var now = await Left(http);
            while (now == left)
            {
                now = await Left(http);
            }

            left = now;
            lags.Add(Stopwatch.GetElapsedTime(acknowledged).TotalMilliseconds);
            await Task.Delay(Pause, CancellationToken.None); // a steady beat, so that the watching itself is no load
        }

        lags.Sort();
        return lags;
    }

    private async Task<long> Left(HttpClient http)
    {
        var address = new Uri(string.Create(CultureInfo.InvariantCulture, $"{origin}/api/v1/products/{watched.Product}"));
        var answer = await http.GetAsync(address);
        while (answer.StatusCode is HttpStatusCode.ServiceUnavailable) // who buys goes before who looks: asked again at once
        {
            answer.Dispose();
            answer = await http.GetAsync(address);
        }

        using var _ = answer.EnsureSuccessStatusCode();
        var product = await answer.Content.ReadFromJsonAsync<JsonElement>();
        return product.GetProperty("variants")[0].GetProperty("stock").GetProperty("left").GetInt64();
    }
}
