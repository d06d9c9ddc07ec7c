using System.Reflection;
using ILGPU;
using Splatsim.Compute;
using Splatsim.Mechanics;
using Splatsim.Simulation;

namespace Splatsim.Tests;

/// <summary>
/// All kernels of the engine, found by their place: public static methods of the classes called ...Kernels in Kernels folders.
/// One that is generic counts once for every registered law, kernel and scheme.
/// </summary>
internal static class KernelList
{
    private static readonly Assembly[] Rooms =
        [typeof(ComputeDevice).Assembly, typeof(ISimulator).Assembly, typeof(Coupling.SplatBinding).Assembly, typeof(Rendering.Rasterizer).Assembly];

    private static readonly Dictionary<string, Type> Weights = new() { ["quadratic"] = typeof(QuadraticKernel), ["cubic"] = typeof(CubicKernel) };

    /// <summary>Laws that stand for all in the short tier: a closed form, one that flows and remembers, one that takes tensors.</summary>
    public static IReadOnlyList<string> SomeLaws { get; } = ["neo-hookean", "von-mises", "newtonian-fluid"];

    /// <summary>Names for theories: class.method, and the law, kernel and scheme where there are.</summary>
    public static IEnumerable<string> Names => Methods.SelectMany(m => m.IsGenericMethodDefinition
        ? Choices(m).Select(choice => $"{Name(m)} of {choice}")
        : [Name(m)]);

    /// <summary>The kernel of a name.</summary>
    public static MethodInfo Find(string name)
    {
        string[] parts = name.Split(" of ");
        MethodInfo method = Methods.Single(m => Name(m) == parts[0]);
        if (parts.Length == 1) return method;
        Type[] types = [.. parts[1].Split(' ').Zip(method.GetGenericArguments(), (key, argument) => TypeOf(key, argument))];
        return method.MakeGenericMethod(types);
    }

    /// <summary>True where ILGPU chooses the groups: the first argument is the thread's index.</summary>
    public static bool IsImplicitlyGrouped(MethodInfo kernel) => kernel.GetParameters()[0].ParameterType == typeof(Index1D);

    private static IEnumerable<MethodInfo> Methods => Rooms
        .SelectMany(a => a.GetTypes())
        .Where(t => t is { IsAbstract: true, IsSealed: true } && t.Name.EndsWith("Kernels", StringComparison.Ordinal) && IsKernelPlace(t))
        .SelectMany(t => t.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly))
        .OrderBy(Name, StringComparer.Ordinal);

    private static bool IsKernelPlace(Type type) =>
        type.Namespace!.EndsWith(".Kernels", StringComparison.Ordinal) || type.Namespace == typeof(ComputeDevice).Namespace;

    private static string Name(MethodInfo method) => $"{method.DeclaringType!.Name}.{method.Name}";

    // What can take the place of the type arguments, one key each.
    private static IEnumerable<string> Choices(MethodInfo method) => method.GetGenericArguments()
        .Select(Keys)
        .Aggregate((IEnumerable<string>)[string.Empty], (before, keys) => before.SelectMany(b => keys.Select(k => b.Length == 0 ? k : $"{b} {k}")));

    private static IEnumerable<string> Keys(Type argument) => Family(argument) switch
    {
        nameof(ILaw) => Laws.All.Select(l => l.Key),
        nameof(ITransferKernel) => Weights.Keys,
        nameof(ITransferScheme) => TransferSchemes.All.Select(s => s.Key),
        _ => throw new NotSupportedException($"{argument} has no registry"),
    };

    private static Type TypeOf(string key, Type argument)
    {
        if (Family(argument) == nameof(ITransferKernel)) return Weights[key];
        Maker maker = new();
        if (Family(argument) == nameof(ILaw)) Laws.Find(key).Accept(maker);
        else TransferSchemes.All.Single(s => s.Key == key).Visit(maker);
        return maker.Made!;
    }

    private static string Family(Type argument) => argument.GetGenericParameterConstraints().Single(c => c.IsInterface).Name;

    private sealed class Maker : ILawVisitor, ITransferSchemeVisitor
    {
        public Type? Made { get; private set; }

        public void Visit<TLaw>(string key)
            where TLaw : struct, ILaw => Made = typeof(TLaw);

        void ITransferSchemeVisitor.Visit<TScheme>() => Made = typeof(TScheme);
    }
}
