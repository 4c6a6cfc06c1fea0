namespace Halles.Kernel.Api;

/// <summary>Whose request is answered first when there is more to do than can be done.</summary>
public enum Priority
{
    /// <summary>Supervisors and load balancers, and what pages are dressed with: never refused.</summary>
    Always,

    /// <summary>Whoever stands at the till: checkout, placing, what was bought.</summary>
    Pay,

    /// <summary>Filling baskets and forms, and whoever works here.</summary>
    Basket,

    /// <summary>Looking around.</summary>
    Browse,
}

/// <summary>Says of an endpoint whose requests go first, where its method and budget do not tell.</summary>
public sealed record Ranks(Priority Priority);
