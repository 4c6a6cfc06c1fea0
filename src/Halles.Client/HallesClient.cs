using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Halles.Client;

/// <summary>A refusal of the mall, with its stable code (RFC 9457).</summary>
public sealed class HallesProblem(int status, string code, string detail, string body) : Exception($"{status} {code}: {detail}")
{
    /// <summary>HTTP status.</summary>
    public int Status => status;

    /// <summary>Stable code, such as <c>stock-gone</c>.</summary>
    public string Code => code;

    /// <summary>The whole problem as JSON, with its figures.</summary>
    public string Body => body;

    /// <summary>When to come back, for what is refused only for the moment.</summary>
    public TimeSpan? RetryAfter { get; init; }
}

/// <summary>The public API of a mall, typed.</summary>
/// <param name="http">With the mall's address as its <see cref="HttpClient.BaseAddress"/>.</param>
/// <param name="key">An API key of a shop or person; null for what everybody may do.</param>
public sealed class HallesClient(HttpClient http, string? key = null)
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    /// <summary>Searches all shops.</summary>
    /// <param name="filters">Further parameters: <c>category</c>, <c>shop</c>, <c>exactly</c>, <c>near</c>, <c>sort</c>, <c>page</c>, attributes.</param>
    public Task<SearchAnswer> Search(string query, string language, IReadOnlyDictionary<string, string>? filters = null, CancellationToken stop = default) =>
        Get<SearchAnswer>("search?" + string.Join('&', new Dictionary<string, string>(filters ?? new Dictionary<string, string>()) { ["q"] = query, ["lang"] = language }
            .Select(p => $"{Uri.EscapeDataString(p.Key)}={Uri.EscapeDataString(p.Value)}")), stop);

    /// <summary>A product.</summary>
    public Task<ProductAnswer> Product(Guid id, string language, CancellationToken stop = default) => Get<ProductAnswer>($"products/{id}" + Query(("lang", language)), stop);

    /// <summary>The shops that are shown.</summary>
    public Task<Listing<ShopSummary>> Shops(string language, string? cursor = null, CancellationToken stop = default) => Get<Listing<ShopSummary>>("shops" + Query(("lang", language), ("cursor", cursor)), stop);

    /// <summary>One shop.</summary>
    public Task<ShopAnswer> Shop(string slug, string language, CancellationToken stop = default) => Get<ShopAnswer>($"shops/{Uri.EscapeDataString(slug)}" + Query(("lang", language)), stop);

    /// <summary>Stores around a place: a postcode, a town, or <c>latitude,longitude</c>.</summary>
    public Task<Listing<StoreAnswer>> Stores(string near, CancellationToken stop = default) => Get<Listing<StoreAnswer>>("stores" + Query(("near", near)), stop);

    /// <summary>A new, empty basket.</summary>
    public Task<BasketAnswer> NewBasket(string? idempotencyKey = null, CancellationToken stop = default) => Send<BasketAnswer>(HttpMethod.Post, "baskets", null, idempotencyKey, stop);

    /// <summary>A basket with present prices.</summary>
    public Task<BasketAnswer> Basket(Guid id, string? language = null, CancellationToken stop = default) => Get<BasketAnswer>($"baskets/{id}" + Query(("lang", language)), stop);

    /// <summary>Sets the wanted quantity of a variant.</summary>
    public Task<BasketAnswer> SetQuantity(Guid basket, Guid variant, long quantity, string? idempotencyKey = null, CancellationToken stop = default) =>
        Send<BasketAnswer>(HttpMethod.Put, $"baskets/{basket}/lines/{variant}", new SetQuantity(quantity), idempotencyKey, stop);

    /// <summary>Takes a variant out of a basket.</summary>
    public Task<BasketAnswer> RemoveLine(Guid basket, Guid variant, string? idempotencyKey = null, CancellationToken stop = default) =>
        Send<BasketAnswer>(HttpMethod.Delete, $"baskets/{basket}/lines/{variant}", null, idempotencyKey, stop);

    /// <summary>Puts a promotion's code into a basket.</summary>
    public Task<BasketAnswer> AddCode(Guid basket, string code, string? idempotencyKey = null, CancellationToken stop = default) =>
        Send<BasketAnswer>(HttpMethod.Put, $"baskets/{basket}/codes/{Uri.EscapeDataString(code)}", null, idempotencyKey, stop);

    /// <summary>Takes a code out of a basket.</summary>
    public Task<BasketAnswer> RemoveCode(Guid basket, string code, string? idempotencyKey = null, CancellationToken stop = default) =>
        Send<BasketAnswer>(HttpMethod.Delete, $"baskets/{basket}/codes/{Uri.EscapeDataString(code)}", null, idempotencyKey, stop);

    /// <summary>The ways in which goods can be had and paid.</summary>
    public Task<WaysAnswer> Ways(WaysRequest request, CancellationToken stop = default) => Send<WaysAnswer>(HttpMethod.Post, "ways", request, null, stop);

    /// <summary>What a purchase would cost now.</summary>
    public Task<QuoteAnswer> Quote(QuoteRequest request, CancellationToken stop = default) => Send<QuoteAnswer>(HttpMethod.Post, "quotes", request, null, stop);

    /// <summary>Places a purchase, exactly once for each idempotency key.</summary>
    public Task<PlacedAnswer> PlacePurchase(PurchaseRequest request, string idempotencyKey, CancellationToken stop = default) =>
        Send<PlacedAnswer>(HttpMethod.Post, "purchases", request, idempotencyKey, stop);

    /// <summary>A purchase as it stands, by its key or as the person who placed it.</summary>
    public Task<PurchaseAnswer> Purchase(Guid id, string? purchaseKey = null, CancellationToken stop = default) => Get<PurchaseAnswer>($"purchases/{id}" + Query(("key", purchaseKey)), stop);

    /// <summary>One order of a purchase, by the key of the purchase or as the person who placed it.</summary>
    public Task<OrderAnswer> Order(string code, string? purchaseKey = null, CancellationToken stop = default) => Get<OrderAnswer>($"orders/{Uri.EscapeDataString(code)}" + Query(("key", purchaseKey)), stop);

    /// <summary>The orders of the key's shop, newest first.</summary>
    /// <param name="state">Only those in this state, such as <c>placed</c>.</param>
    /// <param name="updatedSince">Only those to which something happened since.</param>
    public Task<Listing<OrderAnswer>> ShopOrders(string? cursor = null, string? state = null, DateTimeOffset? updatedSince = null, int? limit = null, CancellationToken stop = default) =>
        Get<Listing<OrderAnswer>>("shop/orders" + Query(("cursor", cursor), ("state", state), ("updated-since", updatedSince?.UtcDateTime.ToString("O")), Limit(limit)), stop);

    /// <summary>One order of the key's shop.</summary>
    public Task<OrderAnswer> ShopOrder(string code, CancellationToken stop = default) => Get<OrderAnswer>($"shop/orders/{Uri.EscapeDataString(code)}", stop);

    /// <summary>Takes a step of an order of the key's shop.</summary>
    public Task<OrderAnswer> Step(string code, StepRequest step, string idempotencyKey, CancellationToken stop = default) =>
        Send<OrderAnswer>(HttpMethod.Post, $"shop/orders/{Uri.EscapeDataString(code)}/steps", step, idempotencyKey, stop);

    /// <summary>The products of the key's shop.</summary>
    public Task<Listing<OwnProduct>> ShopProducts(string? cursor = null, int? limit = null, CancellationToken stop = default) =>
        Get<Listing<OwnProduct>>("shop/products" + Query(("cursor", cursor), Limit(limit)), stop);

    /// <summary>A product of the key's shop with all that it keeps of it.</summary>
    public Task<ProductSheet> ShopProduct(Guid id, CancellationToken stop = default) => Get<ProductSheet>($"shop/products/{id}", stop);

    /// <summary>Makes a draft in the key's shop, once for each idempotency key.</summary>
    public Task<ProductSheet> CreateProduct(ProductContent content, string idempotencyKey, CancellationToken stop = default) =>
        Send<ProductSheet>(HttpMethod.Post, "shop/products", content, idempotencyKey, stop);

    /// <summary>Replaces what the key's shop keeps of a product.</summary>
    /// <param name="version">The version that was looked at, to be refused when somebody else has changed it since; null for any.</param>
    public Task<ProductSheet> ChangeProduct(Guid id, ProductContent content, long? version = null, string? idempotencyKey = null, CancellationToken stop = default) =>
        Send<ProductSheet>(HttpMethod.Put, $"shop/products/{id}", content, idempotencyKey, stop, version);

    /// <summary>Puts a product of the key's shop on sale (<c>published</c>), takes it off (<c>draft</c>), or puts it away (<c>archived</c>).</summary>
    /// <inheritdoc cref="ChangeProduct"/>
    public Task<ProductSheet> SetProductState(Guid id, string state, long? version = null, string? idempotencyKey = null, CancellationToken stop = default) =>
        Send<ProductSheet>(HttpMethod.Put, $"shop/products/{id}/state", new ProductStateRequest(state), idempotencyKey, stop, version);

    /// <summary>A variant of the key's shop.</summary>
    public Task<OwnVariant> ShopVariant(string sku, CancellationToken stop = default) => Get<OwnVariant>($"shop/variants/{Uri.EscapeDataString(sku)}", stop);

    /// <summary>Changes the price of a variant of the key's shop.</summary>
    /// <param name="version">The product's version that was looked at, to be refused when somebody else has changed it since; null for any.</param>
    public Task<OwnVariant> SetPrice(string sku, PriceRequest price, long? version = null, string? idempotencyKey = null, CancellationToken stop = default) =>
        Send<OwnVariant>(HttpMethod.Put, $"shop/variants/{Uri.EscapeDataString(sku)}/price", price, idempotencyKey, stop, version);

    /// <summary>The stock of the key's shop.</summary>
    public Task<Listing<OwnStock>> ShopStock(string? cursor = null, int? limit = null, CancellationToken stop = default) => Get<Listing<OwnStock>>("shop/stock" + Query(("cursor", cursor), Limit(limit)), stop);

    /// <summary>Tells of a change of stock.</summary>
    public Task<OwnStock> ChangeStock(StockRequest change, string idempotencyKey, CancellationToken stop = default) =>
        Send<OwnStock>(HttpMethod.Post, "shop/stock", change, idempotencyKey, stop);

    private static (string, string?) Limit(int? limit) => ("limit", limit?.ToString(CultureInfo.InvariantCulture));

    private static string Query(params ReadOnlySpan<(string Name, string? Value)> parameters)
    {
        var query = new StringBuilder();
        foreach (var (name, value) in parameters)
        {
            _ = value is null ? query : query.Append(query.Length == 0 ? '?' : '&').Append(name).Append('=').Append(Uri.EscapeDataString(value));
        }

        return query.ToString();
    }

    private Task<T> Get<T>(string path, CancellationToken stop) => Send<T>(HttpMethod.Get, path, null, null, stop);

    private async Task<T> Send<T>(HttpMethod method, string path, object? body, string? idempotencyKey, CancellationToken stop, long? ifMatch = null)
    {
        using var request = new HttpRequestMessage(method, "/api/v1/" + path);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        if (key is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        }

        if (idempotencyKey is not null)
        {
            request.Headers.Add("Idempotency-Key", idempotencyKey);
        }

        if (ifMatch is { } version)
        {
            request.Headers.IfMatch.Add(new EntityTagHeaderValue($"\"{version.ToString(CultureInfo.InvariantCulture)}\""));
        }

        if (body is not null)
        {
            request.Content = JsonContent.Create(body, body.GetType(), options: Options);
        }

        using var response = await http.SendAsync(request, stop).ConfigureAwait(false);
        return response.IsSuccessStatusCode
            ? (await response.Content.ReadFromJsonAsync<T>(Options, stop).ConfigureAwait(false))!
            : throw await Problem(response, stop).ConfigureAwait(false);
    }

    private static async Task<HallesProblem> Problem(HttpResponseMessage response, CancellationToken stop)
    {
        var text = await response.Content.ReadAsStringAsync(stop).ConfigureAwait(false);
        var (code, detail) = (((int)response.StatusCode).ToString(CultureInfo.InvariantCulture), response.ReasonPhrase ?? "");
        if (response.Content.Headers.ContentType?.MediaType?.EndsWith("json", StringComparison.Ordinal) == true)
        {
            using var json = JsonDocument.Parse(text);
            code = json.RootElement.TryGetProperty("code", out var c) ? c.GetString() ?? code : code;
            detail = json.RootElement.TryGetProperty("detail", out var d) ? d.GetString() ?? detail : detail;
        }

        return new HallesProblem((int)response.StatusCode, code, detail, text) { RetryAfter = response.Headers.RetryAfter?.Delta };
    }
}
