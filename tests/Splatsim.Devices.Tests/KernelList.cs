using System.Reflection;
using ILGPU;
using Splatsim.Compute;
using Splatsim.Mechanics;
using Splatsim.Simulation;

namespace Splatsim.Tests;

/// <summary>
/// All kernels of the engine, found by their place: public static methods of the classes called ...Kernels in Kernels folders.
/// One that is generic over the law counts once for every registered law.
/// </summary>
internal static class KernelList
{
    private static readonly Assembly[] Rooms =
        [typeof(ComputeDevice).Assembly, typeof(ISimulator).Assembly, typeof(Coupling.SplatBinding).Assembly, typeof(Rendering.Rasterizer).Assembly];

    /// <summary>Laws that stand for all in the short tier: a closed form, one that flows and remembers, one that takes tensors.</summary>
    public static IReadOnlyList<string> SomeLaws { get; } = ["neo-hookean", "von-mises", "newtonian-fluid"];

    /// <summary>Names for theories: class.method, and the law where there is one.</summary>
    public static IEnumerable<string> Names => Methods.SelectMany(m => m.IsGenericMethodDefinition
        ? Laws.All.Select(law => $"{Name(m)} of {law.Key}")
        : [Name(m)]);

    /// <summary>The kernel of a name.</summary>
    public static MethodInfo Find(string name)
    {
        string[] parts = name.Split(" of ");
        MethodInfo method = Methods.Single(m => Name(m) == parts[0]);
        if (parts.Length == 1) return method;
        Maker maker = new(method);
        Laws.Find(parts[1]).Accept(maker);
        return maker.Made!;
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

    private sealed class Maker(MethodInfo method) : ILawVisitor
    {
        public MethodInfo? Made { get; private set; }

        public void Visit<TLaw>(string key)
            where TLaw : struct, ILaw => Made = method.MakeGenericMethod(typeof(TLaw));
    }
}
