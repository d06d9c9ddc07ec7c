using System.Numerics;
using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>Which piece of the matter that cuts have parted each particle and each tracer belongs to. Piece 0 is what no cut came through.</summary>
internal sealed class CutPieces
{
    /// <summary>Most cuts of a simulation: one bit each.</summary>
    public const int MostCuts = 32;

    private readonly IPartingEvent[] cuts;
    private readonly int particles;
    private readonly List<PieceKey> keys = [default];
    private readonly ushort[] pieceOf;
    private readonly ushort[] saved;
    private int savedKeys;

    public CutPieces(SimulationSetup setup)
    {
        cuts = [.. CutsOf(setup)];
        particles = setup.Particles.Count;
        int count = cuts.Length == 0 ? 0 : particles + (setup.Tracers?.Count ?? 0);
        (pieceOf, saved) = (new ushort[count], new ushort[count]);
    }

    /// <summary>Whether there are cuts at all.</summary>
    public bool Any => cuts.Length > 0;

    /// <summary>Pieces so far, with piece 0.</summary>
    public int Count => keys.Count;

    /// <summary>Rises whenever somebody's piece has changed.</summary>
    public int Version { get; private set; }

    /// <summary>The cuts of a setup that part matter.</summary>
    public static IEnumerable<IPartingEvent> CutsOf(SimulationSetup setup) => setup.Events.OfType<IPartingEvent>().Where(c => c.Parts);

    /// <summary>The piece of a particle, or of a tracer counted after the particles.</summary>
    public int PieceOf(int index) => cuts.Length == 0 ? 0 : pieceOf[index];

    /// <summary>The sides that a piece is on.</summary>
    public PieceKey KeyOf(int piece) => keys[piece];

    /// <summary>Whether a cut runs between two pieces.</summary>
    public bool AreApart(int piece, int other) => keys[piece].Between(keys[other]) != 0;

    /// <summary>Coulomb's coefficient between two pieces that are apart: that of the first cut between them.</summary>
    public double FrictionBetween(int piece, int other) => cuts[BitOperations.TrailingZeroCount(keys[piece].Between(keys[other]))].Friction;

    /// <summary>A cut comes through: everyone that it reaches and that it has not come through before gets its side.</summary>
    /// <param name="cut">The cut.</param>
    /// <param name="time">The time [s].</param>
    /// <param name="access">The particles.</param>
    /// <param name="tracers">The tracers as they are now; asked for only where one has no side yet.</param>
    /// <returns>Whether anyone's piece has changed.</returns>
    public bool Part(IPartingEvent cut, double time, IParticleAccess access, Func<TracerSet> tracers)
    {
        int number = Array.IndexOf(cuts, cut);
        if (number < 0) throw new ArgumentException("the cut is no event of this simulation's setup", nameof(cut));
        TracerSet? carried = null;
        bool changed = false;
        for (int i = 0; i < pieceOf.Length; i++)
        {
            PieceKey key = keys[pieceOf[i]];
            if ((key.Cuts >> number & 1) != 0 || (i < particles && !access.IsActive(i))) continue;
            Vector3<Real64> place = i < particles ? access.PositionOf(i) : (carried ??= tracers()).Position(i - particles);
            if (cut.IsInFront(place, time) is not { } isInFront) continue;
            pieceOf[i] = Numbered(key.With(number, isInFront));
            changed = true;
        }

        if (changed) Version++;
        return changed;
    }

    /// <summary>A particle starts anew.</summary>
    public void Forget(int particle)
    {
        if (PieceOf(particle) == 0) return;
        pieceOf[particle] = 0;
        Version++;
    }

    /// <summary>Keeps what <see cref="Undo"/> goes back to.</summary>
    public void Mark()
    {
        pieceOf.CopyTo(saved, 0);
        savedKeys = keys.Count;
    }

    /// <summary>Goes back to the last mark.</summary>
    public void Undo()
    {
        saved.CopyTo(pieceOf, 0);
        keys.RemoveRange(savedKeys, keys.Count - savedKeys);
        Version++;
    }

    /// <summary>Writes all pieces.</summary>
    public void Save(StateWriter target)
    {
        if (!Any) return;
        target.Write<int>("cut pieces", [.. keys.SelectMany(k => new[] { (int)k.Cuts, (int)k.Front })]);
        target.Write<int>("piece of particles", Array.ConvertAll(pieceOf, p => (int)p));
    }

    /// <summary>Reads all pieces.</summary>
    public void Restore(StateReader source)
    {
        if (!Any) return;
        int[] numbers = source.Read<int>("cut pieces");
        keys.Clear();
        for (int i = 0; i + 1 < numbers.Length; i += 2) keys.Add(new((uint)numbers[i], (uint)numbers[i + 1]));
        Array.ConvertAll(source.Read<int>("piece of particles"), p => (ushort)p).CopyTo(pieceOf, 0);
        Version++;
    }

    private ushort Numbered(PieceKey key)
    {
        int piece = keys.IndexOf(key);
        if (piece >= 0) return (ushort)piece;
        if (keys.Count > ushort.MaxValue)
            throw new SimulationSetupException("Events", $"the cuts make more than {ushort.MaxValue} pieces", "let fewer of them cross");
        keys.Add(key);
        return (ushort)(keys.Count - 1);
    }
}
