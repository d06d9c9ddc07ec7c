using Splatsim.Scenes;
using Splatsim.Simulation;

namespace Splatsim.Samples;

/// <summary>A bundled scene with an assertion about its physics. To add one: a class in this folder and a line here.</summary>
internal abstract class Sample
{
    /// <summary>All samples.</summary>
    public static IReadOnlyList<Sample> All { get; } =
    [
        new TenLines(),
        new PlantShaken(),
        new ToyDropped(),
        new TableCaptured(),
        new ClothDraped(),
        new FruitDropped(),
        new CastleCollapsing(),
        new CanDented(),
        new WaterPoured(),
        new OwnLaw(),
        new PlantInWind(),
        new SandPoured(),
        new SnowThrown(),
        new ClayPressed(),
        new CastleBlasted(),
        new HoneyPoured(),
        new MuscleHopping(),
        new GlassFilled(),
        new AppleCut(),
        new StiffnessFitted(),
        new ThrowFitted(),
        new JellyFitted(),
        new FrictionFitted(),
        new FieldFitted(),
        new WalkerTaught(),
    ];

    /// <summary>Name on the command line.</summary>
    public abstract string Name { get; }

    /// <summary>Runs in reduced size and throws <see cref="SampleException"/> where the physics is wrong.</summary>
    /// <returns>What was measured, in a line.</returns>
    public abstract string Check();

    /// <summary>The folder samples/ of the checkout.</summary>
    protected static string Folder { get; } = FindFolder();

    /// <summary>A scene of the samples at reduced size.</summary>
    /// <param name="name">Name of the scene file.</param>
    /// <param name="duration">Simulated time [s].</param>
    /// <param name="reduce">Makes it smaller.</param>
    protected static SceneRun Prepare(string name, double duration, Func<SolverDescription, SolverDescription> reduce)
    {
        Scene scene = Scene.Load(Path.Combine(Folder, "scenes", name + ".json"));
        SceneDescription small = scene.Description with
        {
            Time = scene.Description.Time with { Duration = duration },
            Solver = reduce(scene.Description.Solver),
            Render = scene.Description.Render with { Width = 160, Height = 90 },
        };
        return Scene.Of(small, scene.Cloud).Prepare();
    }

    /// <summary>The present particles.</summary>
    protected static ParticleSet Particles(SceneRun run)
    {
        ParticleSet set = new(run.Simulator.ParticleCount);
        run.Simulator.CopyTo(set);
        return set;
    }

    /// <summary>Heights of all particles [m], rising.</summary>
    protected static double[] Heights(ParticleSet set)
    {
        double[] heights = new double[set.Count];
        for (int p = 0; p < set.Count; p++) heights[p] = set.Position(p).Y.Value;
        Array.Sort(heights);
        return heights;
    }

    /// <summary>Root mean square distance of the particles from the origin, or from the vertical through it [m].</summary>
    /// <param name="set">The particles.</param>
    /// <param name="height">Whether heights count.</param>
    protected static double Spread(ParticleSet set, bool height)
    {
        double sum = 0;
        for (int i = 0; i < set.X.Length; i++)
            if (height || i % 3 != 1) sum += set.X[i] * set.X[i];
        return Math.Sqrt(sum / set.Count);
    }

    /// <summary>Throws unless something holds.</summary>
    protected static void Require(bool holds, string what)
    {
        if (!holds) throw new SampleException(what);
    }

    private static string FindFolder()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Splatsim.sln"))) return Path.Combine(folder.FullName, "samples");
        throw new DirectoryNotFoundException("the samples need the checkout: no Splatsim.sln above " + AppContext.BaseDirectory);
    }
}

/// <summary>A sample's physics is not what it should be.</summary>
internal sealed class SampleException(string message) : Exception(message);
