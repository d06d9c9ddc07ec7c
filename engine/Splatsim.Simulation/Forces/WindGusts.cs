using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>
/// Gusts of a wind: a sum of random waves of velocity around one length, each at right angles to its direction and therefore without
/// divergence. The mean wind carries them along, and each changes at the rate at which its own swirls turn.
/// </summary>
public sealed class WindGusts
{
    // Wavelengths from half to twice the given length.
    private const double Spread = 2;

    private readonly (Vector3<Real64> Wave, Vector3<Real64> Amplitude, double Phase, double Frequency)[] waves;

    /// <summary>Gusts.</summary>
    /// <param name="speed">Root mean square of their velocity [m/s].</param>
    /// <param name="length">Length of their waves [m].</param>
    /// <param name="seed">The same seed gives the same gusts.</param>
    /// <param name="count">Number of waves.</param>
    /// <exception cref="SimulationSetupException">A number that cannot be meant.</exception>
    public WindGusts(double speed, double length, int seed = 1, int count = 12)
    {
        ForceChecks.NotNegative("WindGusts.Speed", speed, "m/s");
        ForceChecks.Positive("WindGusts.Length", length, "m");
        if (count is < 1 or > 64) throw new SimulationSetupException("WindGusts.Count", $"{count} waves", "use 1 to 64");
        waves = new (Vector3<Real64>, Vector3<Real64>, double, double)[count];
        Random64 random = new((ulong)seed);
        // Mean squares of the waves add up: |a|^2 / 2 each.
        double amplitude = speed * Math.Sqrt(2.0 / count);
        for (int i = 0; i < count; i++)
        {
            double position = count == 1 ? 0.5 : i / (count - 1.0);
            double wavelength = length * Math.Pow(Spread, 1 - 2 * position);
            Vector3<Real64> direction = random.Direction();
            Vector3<Real64> across = Vector3<Real64>.Cross(direction, random.Direction()).Normalized;
            waves[i] = (new Real64(1 / wavelength) * direction, new Real64(amplitude) * across, random.Next(), speed / wavelength);
        }

        (Speed, Length, Seed) = (speed, length, seed);
    }

    /// <summary>Root mean square of the velocity [m/s].</summary>
    public double Speed { get; }

    /// <summary>Length of the waves [m].</summary>
    public double Length { get; }

    /// <summary>The same seed gives the same gusts.</summary>
    public int Seed { get; }

    /// <summary>Number of waves.</summary>
    public int Count => waves.Length;

    /// <summary>No gust is faster: all waves at their crest [m/s].</summary>
    public double LargestSpeed => waves.Sum(w => w.Amplitude.Length.Value);

    /// <summary>Adds the waves of one moment to a substep's numbers.</summary>
    internal void AddTo(SubstepWork work, double time, VectorCurve mean)
    {
        double dx = work.Domain.CellSize;
        // How far the mean wind has carried the air since time 0.
        Vector3<Real64> carried = time > 0 ? new Real64(time) * mean.Mean(0, time) : default;
        foreach ((Vector3<Real64> wave, Vector3<Real64> amplitude, double start, double frequency) in waves)
        {
            Vector3<Real64> inCells = new Real64(dx) * wave;
            double phase = start + frequency * time - Vector3<Real64>.Dot(wave, carried).Value
                + Vector3<Real64>.Dot(wave, work.Domain.Origin).Value;
            work.Numbers.Add(inCells.X.Value);
            work.Numbers.Add(inCells.Y.Value);
            work.Numbers.Add(inCells.Z.Value);
            work.Numbers.Add(phase - Math.Floor(phase));
            work.Numbers.Add(amplitude.X.Value);
            work.Numbers.Add(amplitude.Y.Value);
            work.Numbers.Add(amplitude.Z.Value);
        }
    }
}
