namespace Halles.Kernel.Api;

/// <summary>What a request is about, as far as limits go: each has a budget of its own, so that looking around never keeps anybody from paying.</summary>
public enum Traffic
{
    /// <summary>Looking around.</summary>
    Browse,

    /// <summary>Filling baskets and forms.</summary>
    Basket,

    /// <summary>Placing purchases.</summary>
    Pay,

    /// <summary>A shop's programs at work.</summary>
    Selling,

    /// <summary>Proving who one is: passwords, codes, links by e-mail.</summary>
    SignIn,

    /// <summary>Photos.</summary>
    Media,
}
