using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>
/// A source of matter: layers of particles leave a nozzle with a velocity, at a rate, from a start to an end. Its particles are part
/// of the setup from the beginning (see <see cref="AddTo"/>) and wait, without a part in anything, until their time.
/// </summary>
public sealed record EmitterEvent : IParticleReserve
{
    private EmitterEvent(Nozzle nozzle, double speed, double layersPerSecond, TimeWindow window, int firstParticle, int layers)
    {
        Nozzle = nozzle;
        Speed = speed;
        LayersPerSecond = layersPerSecond;
        Window = window;
        FirstParticle = firstParticle;
        ParticleCount = layers * nozzle.ParticlesPerLayer;
    }

    /// <summary>Where matter leaves.</summary>
    public Nozzle Nozzle { get; }

    /// <summary>Speed along the nozzle's axis [m/s].</summary>
    public double Speed { get; }

    /// <summary>Layers per second.</summary>
    public double LayersPerSecond { get; }

    /// <summary>From the first to the last layer.</summary>
    public TimeWindow Window { get; }

    /// <inheritdoc/>
    public int FirstParticle { get; }

    /// <inheritdoc/>
    public int ParticleCount { get; }

    /// <inheritdoc/>
    public double MaximumSpeed => Speed;

    /// <summary>Makes an emitter and appends its particles to a set.</summary>
    /// <param name="particles">The particles so far; replaced by a set with the emitter's at its end.</param>
    /// <param name="nozzle">Where matter leaves.</param>
    /// <param name="speed">Speed along the nozzle's axis [m/s].</param>
    /// <param name="window">From the first to the last layer; it must end.</param>
    /// <param name="material">Index of the material.</param>
    /// <param name="massDensity">Mass density [kg/m^3].</param>
    /// <param name="particlesPerSecond">Rate; null emits an unbroken jet.</param>
    /// <exception cref="SimulationSetupException">
    /// A number that cannot be meant, or a rate at which layers would overlap.
    /// </exception>
    public static EmitterEvent AddTo(
        ref ParticleSet particles, Nozzle nozzle, double speed, TimeWindow window, int material, double massDensity,
        double? particlesPerSecond = null)
    {
        ForceChecks.Positive("Emitter.Speed", speed, "m/s");
        ForceChecks.Positive("Emitter.MassDensity", massDensity, "kg/m^3");
        double duration = ForceChecks.NotNegative("Emitter.Window", window.End - window.Start, "s");
        double jet = speed / nozzle.Spacing, layersPerSecond = jet;
        if (particlesPerSecond is double rate)
        {
            layersPerSecond = ForceChecks.Positive("Emitter.Rate", rate, "particles/s") / nozzle.ParticlesPerLayer;
            if (layersPerSecond > jet * (1 + 1e-9))
            {
                throw new SimulationSetupException(
                    "Emitter.Rate", FormattableString.Invariant($"{rate:g6} particles/s leave the nozzle faster than their speed makes room for"),
                    FormattableString.Invariant($"give at most {jet * nozzle.ParticlesPerLayer:g6}, a higher speed, or a wider nozzle"));
            }
        }

        // Layer n leaves at n / rate: as many as leave before the window's end.
        double layers = Math.Max(1, Math.Ceiling(duration * layersPerSecond - 1e-9));
        double count = layers * nozzle.ParticlesPerLayer;
        if (particles.Count + count > Array.MaxLength / 9)
            throw new SimulationSetupException("Emitter", FormattableString.Invariant($"{count:g6} particles"), "emit less, or use larger particles");
        EmitterEvent emitter = new(nozzle, speed, layersPerSecond, window, particles.Count, (int)layers);
        ParticleSet own = new(emitter.ParticleCount);
        double volume = nozzle.Spacing * nozzle.Spacing * nozzle.Spacing;
        for (int i = 0; i < own.Count; i++)
        {
            Scalars.Write(nozzle.Place(i % nozzle.ParticlesPerLayer), own.X.AsSpan(3 * i, 3));
            (own.Mass[i], own.RestVolume[i], own.Material[i]) = (massDensity * volume, volume, material);
        }

        if (particles.History is not null)
            throw new SimulationSetupException("Emitter", "the particles so far have a history", "leave the history to the laws, or add it after the emitters");
        particles = ParticleSet.Join(particles, own);
        return emitter;
    }

    /// <summary>When a particle leaves the nozzle [s].</summary>
    /// <param name="particle">Its index among the emitter's own.</param>
    public double TimeOf(int particle) => Window.Start + particle / Nozzle.ParticlesPerLayer / LayersPerSecond;

    /// <inheritdoc/>
    public IParticleAction Begin() => new Action(this);

    private sealed class Action(EmitterEvent data) : IParticleAction
    {
        private int emitted;

        public void BeforeSubstep(in SubstepMoment moment, IParticleAccess particles, SubstepWork work)
        {
            Vector3<Real64> velocity = new Real64(data.Speed) * data.Nozzle.Axis;
            // Immune to the rounding of accumulated time; who left before the substep's start has gone on since.
            double limit = moment.Time + 1e-9 * moment.TimeStep;
            while (emitted < data.ParticleCount && data.TimeOf(emitted) <= limit)
            {
                Vector3<Real64> place = data.Nozzle.Place(emitted % data.Nozzle.ParticlesPerLayer);
                Real64 since = Math.Max(0, moment.Time - data.TimeOf(emitted));
                particles.Activate(data.FirstParticle + emitted, place + since * velocity, velocity);
                emitted++;
            }
        }

        public ActionState Save() => new([emitted], []);

        public void Restore(ActionState saved) => emitted = (int)saved.Integers[0];
    }
}
