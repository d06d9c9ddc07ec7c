using System.Numerics;
using Splatsim.Mathematics;

namespace Splatsim.Simulation.Kernels;

/// <summary>
/// Which blocks of nodes matter deals with from behind walls, found on the host from where matter near walls is, in the order of their places and
/// keys: the sums of a run do not depend on who was found first.
/// </summary>
/// <param name="field">The walls.</param>
internal sealed class SidedBlocks(WallField field)
{
    private readonly Dictionary<(long Place, uint Near, uint Front), WallKey[]> known = [];
    private readonly SortedDictionary<long, SortedSet<WallKey>> wanted = [];
    private readonly List<(long Place, WallKey Key)> entries = [];
    private int version = -1;

    /// <summary>The sided blocks, those of a place side by side.</summary>
    public IReadOnlyList<(long Place, WallKey Key)> Entries => entries;

    /// <summary>Takes note of where matter near walls is.</summary>
    /// <param name="occupied">Its blocks, the walls that it is near and those that it is in front of.</param>
    public void Want(IEnumerable<(long Place, uint Near, uint Front)> occupied)
    {
        if (version != field.Version) known.Clear();
        version = field.Version;
        HashSet<(long, uint, uint)> seen = [];
        wanted.Clear();
        foreach ((long place, uint near, uint front) in occupied)
        {
            // Matter touches nodes of the next blocks.
            for (int n = 0; n < BlockKernels.Around; n++)
            {
                long target = BlockPlace.Of(BlockPlace.X(place) + n / 9 - 1, BlockPlace.Y(place) + n / 3 % 3 - 1, BlockPlace.Z(place) + n % 3 - 1);
                if (seen.Add((target, near, front))) Add(target, near, front);
            }
        }
    }

    /// <summary>Lists those of them that are stored.</summary>
    /// <param name="isStored">Whether a block is.</param>
    /// <returns>Whether they are others than before.</returns>
    public bool List(Func<long, bool> isStored)
    {
        (long, WallKey)[] before = [.. entries];
        entries.Clear();
        foreach ((long place, SortedSet<WallKey> keys) in wanted)
            if (isStored(place)) entries.AddRange(keys.Select(k => (place, k)));
        return !before.AsSpan().SequenceEqual(entries.ToArray());
    }

    /// <summary>The sides of a block's nodes.</summary>
    public WallBlock BlockOf(long place) => field.BlockAt(BlockPlace.X(place), BlockPlace.Y(place), BlockPlace.Z(place));

    /// <summary>Adds the faces that act on a node of a sided block, in their order. Free walls answer to all their nodes at once instead.</summary>
    /// <param name="key">The walls between, and the side.</param>
    /// <param name="block">The sides of the block's nodes.</param>
    /// <param name="node">The node.</param>
    /// <param name="walls">Takes the number of the wall of each face, from 0.</param>
    /// <param name="normals">Takes their unit normals, towards the side.</param>
    public void AddFaces(WallKey key, WallBlock block, int node, List<int> walls, List<Vector3<Real64>> normals)
    {
        // Other nodes of the block are not behind all these walls: matter of this key has nothing there.
        uint blocked = key.Blocked;
        if ((blocked & ~(block.Front[node] | block.Back[node])) != 0) return;
        for (; blocked != 0; blocked &= blocked - 1)
        {
            int wall = BitOperations.TrailingZeroCount(blocked) + 1;
            if (field.Contact(wall).Body != 0) continue;
            WallResponse.AddFaces(in block.SiteOf(wall, node), key.IsInFront(wall), normals);
            while (walls.Count < normals.Count) walls.Add(wall - 1);
        }
    }

    private void Add(long place, uint near, uint front)
    {
        if (!known.TryGetValue((place, near, front), out WallKey[]? keys))
        {
            WallBlock block = BlockOf(place);
            SortedSet<WallKey> all = [];
            for (int node = 0; node < WallBlock.Volume; node++)
            {
                WallKey key = WallKey.Of(near, front, block.Front[node], block.Back[node]);
                if (!key.IsOwn) all.Add(key);
            }

            known.Add((place, near, front), keys = [.. all]);
        }

        if (keys.Length == 0) return;
        if (!wanted.TryGetValue(place, out SortedSet<WallKey>? set)) wanted.Add(place, set = []);
        set.UnionWith(keys);
    }
}
