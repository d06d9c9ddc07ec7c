using Splatsim.Mathematics;

namespace Splatsim.Mechanics;

/// <summary>What a law is called, what a user may set, what it remembers, and where it comes from.</summary>
/// <param name="Name">Key in scene files and presets, as "neo-hookean".</param>
/// <param name="Summary">One sentence for users.</param>
/// <param name="Source">Paper and equation.</param>
/// <param name="Parameters">User parameters; their order is the order in <see cref="LawParameters{T}"/>.</param>
/// <param name="History">Per-particle scalars; their order is the order in <see cref="LawHistory{T}"/>.</param>
public sealed record LawDescription(
    string Name, string Summary, string Source,
    IReadOnlyList<LawParameter> Parameters, IReadOnlyList<LawHistoryVariable> History)
{
    private const string DegreesSuffix = "Degrees";

    /// <summary>
    /// True where the grid nodes in reach of such a particle do not move. The simulation sets their velocity to zero after
    /// all forces and boundaries; the particles then never move either, so that the nodes are found once.
    /// </summary>
    public bool HoldsNodes { get; init; }

    /// <summary>
    /// True where all particles of a material are one rigid body: after every substep the simulation gives them the rigid motion that has
    /// their momentum and angular momentum.
    /// </summary>
    public bool IsRigid { get; init; }

    /// <summary>True where the law has no stress of its own, so that no modulus and no wave speed belong to it.</summary>
    public bool IsConstraint => HoldsNodes || IsRigid;

    /// <summary>
    /// True for matter whose stiffness only keeps its volume: 10 times the largest speed as sound speed is as good as the
    /// physical one.
    /// </summary>
    public bool IsLiquid { get; init; }

    /// <summary>
    /// True where the result of a step depends on its length: viscous laws. Others are projections, which give the same
    /// again when they are applied to what they returned.
    /// </summary>
    public bool IsRateDependent { get; init; }

    /// <summary>
    /// True where an update takes nothing from F but its determinant J and leaves F = J^(1/3) I: fluids. Who steps many particles then
    /// needs to read one number of F.
    /// </summary>
    public bool ForgetsShape { get; init; }

    /// <summary>True where matter may become stiffer than at rest; the wave modulus is then that of the stiffest state.</summary>
    public bool Stiffens { get; init; }

    /// <summary>
    /// A relation between parameters that ranges cannot say: from user values in the order of <see cref="Parameters"/> to
    /// the key of the parameter at fault and the fix, or null where all is well.
    /// </summary>
    public Func<IReadOnlyList<double>, (string Key, string Problem)?>? Rule { get; init; }

    /// <summary>Position of a parameter; -1 when the law has none of that name.</summary>
    public int IndexOf(string key)
    {
        for (int i = 0; i < Parameters.Count; i++)
            if (string.Equals(Parameters[i].Key, key, StringComparison.OrdinalIgnoreCase)) return i;
        return -1;
    }

    /// <summary>Position of a parameter.</summary>
    /// <exception cref="LawParameterException">The law has no such parameter.</exception>
    public int RequireIndex(string key)
    {
        int index = IndexOf(key);
        if (index >= 0) return index;
        string known = Parameters.Count == 0 ? "it has no parameters" : $"did you mean {Nearest(key)}?";
        throw new LawParameterException(key, $"the law '{Name}' has no parameter '{key}'; {known}");
    }

    /// <summary>
    /// The user values of a material: the defaults, overridden by named values. Angles may be given in degrees under the
    /// key with "Degrees" added.
    /// </summary>
    /// <exception cref="LawParameterException">A key is unknown or a value out of range.</exception>
    public LawParameters<Real64> Pack(IReadOnlyDictionary<string, double> values)
    {
        Span<double> packed = stackalloc double[LawParameters<Real64>.Capacity];
        packed.Clear();
        for (int i = 0; i < Parameters.Count; i++) packed[i] = Parameters[i].Default;
        foreach ((string key, double given) in values)
        {
            (int index, double value) = Locate(key, given);
            Parameters[index].Validate(value);
            packed[index] = value;
        }

        if (Rule?.Invoke(packed.ToArray()) is { } broken) throw new LawParameterException(broken.Key, broken.Problem);
        return LawNumbers.Parameters(packed);
    }

    /// <summary>The default user values.</summary>
    public LawParameters<Real64> Defaults => Pack(new Dictionary<string, double>());

    /// <summary>True for the keys that <see cref="Pack"/> takes, those of angles in degrees among them.</summary>
    public bool Knows(string key) =>
        IndexOf(key) >= 0 || (key.EndsWith(DegreesSuffix, StringComparison.OrdinalIgnoreCase)
            && IndexOf(key[..^DegreesSuffix.Length]) is int angle and >= 0 && Parameters[angle].Unit == "rad");

    /// <summary>Position and SI value of a parameter that a user gives: angles may be in degrees.</summary>
    /// <exception cref="LawParameterException">The law has no such parameter.</exception>
    public (int Index, double Value) Locate(string key, double given)
    {
        if (IndexOf(key) < 0 && key.EndsWith(DegreesSuffix, StringComparison.OrdinalIgnoreCase))
        {
            int angle = IndexOf(key[..^DegreesSuffix.Length]);
            if (angle >= 0 && Parameters[angle].Unit == "rad") return (angle, given * (Math.PI / 180));
        }

        return (RequireIndex(key), given);
    }

    private string Nearest(string key) =>
        string.Join(" or ", NearestNames.Of(key, Parameters.Select(p => p.Key), 2).Select(name => $"'{name}'"));
}
