#pragma warning disable CA1812, IDE0051, CA1823, CA1852, CS0169, CA1822 // what the rules must find when it is there
using Halles.Tests.Architecture.FixtureBelow;

namespace Halles.Tests.Architecture.FixtureBelow
{
    internal sealed class Below
    {
        public static int Count => 1;
    }
}

namespace Halles.Tests.Architecture.FixtureBeside
{
    internal sealed class Beside;
}

namespace Halles.Tests.Architecture.FixtureAbove
{
    internal sealed class InCode
    {
        public static int Sum() => new[] { 1, 2 }.Sum(n => n + Below.Count);
    }

    internal sealed class InSignature
    {
        private readonly List<FixtureBeside.Beside[]> _list = [];
    }
}
