using System.Reflection;
using System.Runtime.CompilerServices;
using Halles.Kernel;

namespace Halles.Tests.Architecture;

/// <summary>
/// Where money is computed there is no binary fraction: no field, parameter, answer or local variable of float or double.
/// (The built-in conversions of decimal are no symbols that could be banned.)
/// </summary>
public sealed class WholeMoneyTests
{
    private const BindingFlags All = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly string[] Modules = ["Baskets", "Catalogue", "Checkout", "Fulfilment", "Invariants", "Orders", "Payments", "Stock", "Tax"];

    private static readonly Type[] Kernel = [typeof(Money), typeof(Currency), typeof(Percentage), typeof(Halles.Kernel.Vat), typeof(UnitPrice), typeof(PriceReduction), typeof(Quantity)];

    [Fact]
    public void Money_is_never_a_binary_fraction()
    {
        var types = typeof(Money).Assembly.GetTypes()
            .Where(t => Kernel.Contains(Outermost(t)) || Modules.Any(m => t.Namespace == $"Halles.Mall.{m}")).ToList();
        types.Count.ShouldBeGreaterThan(200);
        types.SelectMany(Fractions).ShouldBeEmpty();
    }

    [Fact]
    public void A_fraction_is_found_wherever_it_stands() =>
        Fractions(typeof(Fractional)).Select(f => f.Split(' ')[0].Split('.')[^1]).Distinct().ShouldBe(["Field", "Parameter", "Answer", "Local"], ignoreOrder: true);

    private static Type Outermost(Type type) => type.DeclaringType is { } outer ? Outermost(outer) : type;

    private static IEnumerable<string> Fractions(Type type)
    {
        foreach (var field in type.GetFields(All).Where(f => IsFraction(f.FieldType)))
        {
            yield return $"{type.FullName}.{field.Name} is a {field.FieldType.Name}";
        }

        foreach (var method in type.GetMethods(All).Cast<MethodBase>().Concat(type.GetConstructors(All)))
        {
            var answer = method is MethodInfo m && IsFraction(m.ReturnType);
            if (answer || method.GetParameters().Any(p => IsFraction(p.ParameterType)) || method.GetMethodBody()?.LocalVariables.Any(v => IsFraction(v.LocalType)) == true)
            {
                yield return $"{type.FullName}.{method.Name} has a fraction";
            }
        }
    }

    private static bool IsFraction(Type type) =>
        type == typeof(double) || type == typeof(float)
        || (type.HasElementType && IsFraction(type.GetElementType()!))
        || (type.IsGenericType && type.GetGenericArguments().Any(IsFraction));

    private sealed class Fractional
    {
        public readonly List<double?> Field = [];

        public static long Parameter(float value) => (long)value;

        public static double Answer() => 0;

        [MethodImpl(MethodImplOptions.NoInlining)]
        public static long Local(decimal amount)
        {
            var fraction = (double)amount;
            for (var i = 0; i < 2; i++)
            {
                fraction *= fraction;
            }

            return (long)fraction;
        }
    }
}
