using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace Halles.Web.Pages;

/// <summary>Parts that thousands of pages have in common, rendered once and kept as long as what they are made from.</summary>
public sealed class Fragments
{
    private readonly ConditionalWeakTable<object, ConcurrentDictionary<(Type, string Language, string Asked, string? Which), Fragment>> _kept = [];

    /// <summary>The part in the page's language. It must not depend on anything else of the request.</summary>
    /// <param name="page">The page that asks.</param>
    /// <param name="of">What it is made from.</param>
    /// <param name="which">Tells parts of the same object from one another.</param>
    /// <param name="parameters">What the component is given, the same for the same object and name.</param>
    /// <param name="also">What else it is made from.</param>
    public MarkupString Get<T>(PageContext page, object of, string? which, Dictionary<string, object?>? parameters, ReadOnlySpan<object> also)
        where T : IComponent
    {
        var kept = _kept.GetOrCreateValue(of);
        var key = (typeof(T), page.Language, page.Asked, which);
        if (!kept.TryGetValue(key, out var fragment) || !fragment.IsOf(also))
        {
            kept[key] = fragment = new Fragment(Render<T>(page.Http.RequestServices, parameters), also.ToArray());
        }

        return fragment.Html;
    }

    private sealed record Fragment(MarkupString Html, object[] Also)
    {
        public bool IsOf(ReadOnlySpan<object> also)
        {
            for (var i = 0; i < also.Length; i++)
            {
                if (!ReferenceEquals(Also[i], also[i]))
                {
                    return false;
                }
            }

            return true;
        }
    }

    // Nothing in it waits, so it is there at once; only a fault could be kept back by the renderer's dispatcher.
    private static MarkupString Render<T>(IServiceProvider services, Dictionary<string, object?>? parameters)
        where T : IComponent
    {
        using var renderer = new HtmlRenderer(services, services.GetRequiredService<ILoggerFactory>());
        var html = default(MarkupString);
        var rendering = renderer.Dispatcher.InvokeAsync(() =>
            html = (MarkupString)renderer.BeginRenderingComponent<T>(parameters is null ? ParameterView.Empty : ParameterView.FromDictionary(parameters)).ToHtmlString());
        return rendering.IsCompletedSuccessfully ? html : throw new InvalidOperationException($"{typeof(T).Name} was not rendered at once.", rendering.Exception);
    }
}
