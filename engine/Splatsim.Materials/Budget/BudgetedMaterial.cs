using System.Globalization;
using Splatsim.Mechanics;

namespace Splatsim.Materials;

/// <summary>A material as it will be simulated, and how far that is from its physical values.</summary>
/// <param name="Name">Name for the report.</param>
/// <param name="Law">Its law.</param>
/// <param name="Parameters">Values by key, softened where the budget asks for it.</param>
/// <param name="MassDensity">Mass density [kg/m^3].</param>
public sealed record BudgetedMaterial(
    string Name, LawEntry Law, IReadOnlyDictionary<string, double> Parameters, double MassDensity)
{
    /// <summary>Stiffness over the physical one; 1 when nothing was changed.</summary>
    public required double StiffnessFactor { get; init; }

    /// <summary>Speed of sound of the physical values [m/s].</summary>
    public required double PhysicalWaveSpeed { get; init; }

    /// <summary>Speed of sound of the values in use [m/s].</summary>
    public required double WaveSpeed { get; init; }

    /// <summary>Largest time step that the values allow at the budget's Courant number [s].</summary>
    public required double TimeStep { get; init; }

    /// <summary>True when the physical stiffness was scaled down.</summary>
    public bool IsSoftened => StiffnessFactor < 1;

    /// <summary>The line that users are shown.</summary>
    public string Report => IsSoftened
        ? string.Create(
            CultureInfo.InvariantCulture,
            $"{Name}: stiffness x {StiffnessFactor:G3} to meet the step budget (sound {PhysicalWaveSpeed:G4} -> {WaveSpeed:G4} m/s)")
        : string.Create(
            CultureInfo.InvariantCulture, $"{Name}: physical stiffness (sound {WaveSpeed:G4} m/s)");
}
