using Splatsim.Mathematics;
using Splatsim.Mechanics;

namespace Splatsim.Materials;

/// <summary>
/// Makes materials meet a budget of substeps. Sound crosses at most a part of a cell per substep, so that real steel at a
/// cell of 1 cm needs about a million substeps per second. Stiffness beyond what the budget resolves is scaled down, and
/// the factor is reported; a body stays as rigid as its neighbours can tell as long as its strains are small.
/// </summary>
/// <remarks>
/// Courant, Friedrichs, Lewy 1928: dt (|v| + c) / dx &lt;= Courant number. Yield stresses are kept, up to
/// <see cref="LargestYieldStrain"/> of the softened modulus, so that soft ground keeps its strength and metal still dents.
/// Liquids: weakly compressible flow needs c0 = 10 times the largest speed (Monaghan 1994), whatever the real one.
/// </remarks>
public sealed record StiffnessBudget
{
    /// <summary>Yield strain above which a softened strength is lowered too: 5 %.</summary>
    public const double LargestYieldStrain = 0.05;

    /// <summary>Sound speed of liquids over the largest expected speed.</summary>
    public const double LiquidMachFactor = 10;

    /// <summary>Cell size dx [m].</summary>
    public required double CellSize { get; init; }

    /// <summary>Substeps per simulated second that may be spent; infinity for no limit.</summary>
    public double SubstepsPerSecond { get; init; } = 8000;

    /// <summary>Courant number of the automatic step.</summary>
    public double Courant { get; init; } = 0.4;

    /// <summary>Largest speed that is expected [m/s], as that of a fall from the scene's height.</summary>
    public double ExpectedSpeed { get; init; } = 3;

    /// <summary>True turns every scaling off: physical values, whatever they cost.</summary>
    public bool IsPhysical { get; init; }

    /// <summary>Fastest sound that the budget resolves [m/s].</summary>
    /// <exception cref="ArgumentException">The budget resolves not even the expected speed.</exception>
    public double LargestWaveSpeed
    {
        get
        {
            double speed = Courant * CellSize * SubstepsPerSecond - ExpectedSpeed;
            // Below the flow's own speed there is no sound to speak of.
            if (speed >= ExpectedSpeed && speed > 0) return speed;
            double needed = Math.Ceiling(2 * ExpectedSpeed / (Courant * CellSize));
            throw new ArgumentException(FormattableString.Invariant(
                $"{SubstepsPerSecond} substeps per second cannot resolve {ExpectedSpeed} m/s at a cell of {CellSize} m; allow at least {needed} or use larger cells"));
        }
    }

    /// <summary>The values of a material that meet the budget.</summary>
    /// <param name="name">Name for the report.</param>
    /// <param name="law">Its law.</param>
    /// <param name="parameters">Physical values by key.</param>
    /// <param name="massDensity">Mass density [kg/m^3].</param>
    /// <exception cref="LawParameterException">A key is unknown or a value out of range.</exception>
    public BudgetedMaterial Apply(
        string name, LawEntry law, IReadOnlyDictionary<string, double> parameters, double massDensity)
    {
        LawParameters<Real64> user = law.Description.Pack(parameters);
        double physicalSpeed = Math.Sqrt(law.WaveModulus(in user) / massDensity);
        double speed = IsPhysical ? physicalSpeed : Math.Min(physicalSpeed, SpeedLimit(law));
        double factor = physicalSpeed > 0 ? speed / physicalSpeed * (speed / physicalSpeed) : 1;
        Dictionary<string, double> softened = new(parameters, StringComparer.OrdinalIgnoreCase);
        if (factor < 1) Soften(law, softened, factor);
        double viscosity = law.ExplicitViscosity(in user);
        return new BudgetedMaterial(name, law, softened, massDensity)
        {
            StiffnessFactor = factor,
            PhysicalWaveSpeed = physicalSpeed,
            WaveSpeed = speed,
            TimeStep = Math.Min(
                Courant * CellSize / (ExpectedSpeed + speed),
                viscosity > 0 ? massDensity * CellSize * CellSize / (6 * viscosity) : double.PositiveInfinity),
        };
    }

    /// <summary>The values of a preset that meet the budget.</summary>
    public BudgetedMaterial Apply(MaterialPreset preset) => Apply(preset.Id, preset.Law, preset.Parameters, preset.MassDensity);

    private double SpeedLimit(LawEntry law) =>
        law.Description.IsLiquid ? Math.Min(LargestWaveSpeed, LiquidMachFactor * ExpectedSpeed) : LargestWaveSpeed;

    private static void Soften(LawEntry law, Dictionary<string, double> values, double factor)
    {
        double stiffest = 0;
        foreach (LawParameter parameter in law.Description.Parameters)
        {
            double value = values.GetValueOrDefault(parameter.Key, parameter.Default);
            if (parameter.Role != LawParameterRole.Stiffness) continue;
            // A modulus that is 0 says that there is no such effect; others keep within the law's range.
            values[parameter.Key] = Math.Max(value * factor, parameter.Minimum);
            stiffest = Math.Max(stiffest, values[parameter.Key]);
        }

        foreach (LawParameter parameter in law.Description.Parameters.Where(p => p.Role == LawParameterRole.Strength))
        {
            double value = values.GetValueOrDefault(parameter.Key, parameter.Default);
            values[parameter.Key] = Math.Min(value, LargestYieldStrain * stiffest);
        }
    }
}
