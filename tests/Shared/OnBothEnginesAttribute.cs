using System.Reflection;
using Halles.Kernel.Storage;
using Xunit.Sdk;

namespace Halles.Testing;

/// <summary>Runs a theory once on SQLite and once on PostgreSQL.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class OnBothEnginesAttribute : DataAttribute
{
    public override IEnumerable<object[]> GetData(MethodInfo testMethod) => [[Engine.Sqlite], [Engine.PostgreSql]];
}
