using Halles.Mall.Storefront;
using Microsoft.AspNetCore.Components;

namespace Halles.Web.Pages;

/// <summary>What pages and components share: the request's context and its words.</summary>
public abstract class PageComponent : ComponentBase
{
    [Inject]
    public required PageContext Page { get; init; }

    /// <summary>Where links lead.</summary>
    protected Links Links => Page.Links;

    /// <summary>The text in the page's language.</summary>
    protected string T(string english, params ReadOnlySpan<object?> args) => Page.Words.Get(english, args);

    /// <summary>The form of a text that a number asks for.</summary>
    protected string N(long number, string one, string many, params ReadOnlySpan<object?> more) => Page.Words.Count(number, one, many, more);

    /// <summary>One symbol of the sprite beside words, which say the same.</summary>
    /// <param name="name">Name in the sprite, such as <c>basket</c>.</param>
    /// <param name="look">More classes: <c>icon-turn</c> for arrows that mirror, <c>icon-big</c>.</param>
    protected MarkupString Icon(string name, string? look = null) => Page.Assets.Icon(name, look);

    /// <summary>A part that is the same on many pages in this language, rendered once.</summary>
    /// <param name="of">What it is made from; it is rendered anew for another object.</param>
    /// <param name="which">Which of several; null for the only one.</param>
    /// <param name="also">What else it is made from; for another of them it is rendered anew, too.</param>
    protected MarkupString Kept<T>(object of, string? which = null, Dictionary<string, object?>? parameters = null, params ReadOnlySpan<object> also)
        where T : IComponent => Page.Fragments.Get<T>(Page, of, which, parameters, also);

    /// <summary>The <c>lang</c> of a merchant's text; null when it is in the page's own language.</summary>
    protected string? LangOf(Wording words) => words.IsEmpty || words.Language == Page.Language ? null : words.Language;

    /// <summary>The same of a text whose language is kept beside it; null also where none is.</summary>
    protected string? LangOf(string language) => LangOf(new Wording(language, language));

    /// <summary>The <c>dir</c> of a text in another language; null where the page runs that way already.</summary>
    protected string? DirOf(string? language) =>
        language is not null && Kernel.Language.Parse(language).Direction is var direction && direction != Page.Direction ? direction : null;
}
