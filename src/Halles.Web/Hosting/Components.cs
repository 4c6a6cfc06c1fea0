using Microsoft.AspNetCore.Components;

namespace Halles.Web.Hosting;

/// <summary>
/// Makes components by their constructors, which take nothing. The framework's own activator compiles an expression for each
/// kind of component, which a first page would wait for.
/// </summary>
internal sealed class Components : IComponentActivator
{
    public IComponent CreateInstance(Type componentType) => (IComponent)Activator.CreateInstance(componentType)!;
}
