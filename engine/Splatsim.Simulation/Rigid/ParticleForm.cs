using System.Runtime.InteropServices;
using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>
/// The form of a body of particles: around each outer one a plane that looks away from its neighbours, cut off where the particle's own place
/// ends. Where faces meet, the particles of the edge end where these end; where only edges meet, as on a ball, their planes look between.
/// </summary>
internal sealed class ParticleForm : RigidForm
{
    // Neighbours that tell where outside is, and how far a particle's own place reaches: half the diagonal of a cube [spacings].
    private const double Neighbours = 1.75, Place = 0.87;

    // The neighbours' sum of offsets at a face is 9 spacings; inside of a body it is none.
    private const double Least = 2;
    private const int Enclosed = 20;

    // A face has 17 of 26 neighbours in a lattice, an edge 11.
    private const int MostOfEdge = 13;

    // Cosine from which on two neighbours are of one face.
    private const double SameFace = 0.9;

    // Cosine against a wall's direction from which on a particle looks at the wall.
    private const double Facing = 0.2;

    private readonly int[] owners;
    private readonly Vector3<Real64>[] offsets;
    private readonly Vector3<Real64>[] normals;
    private readonly (Vector3<Real64> Normal, double Height)[][] planes;
    private readonly bool[] isOuter;
    private readonly Dictionary<(int, int, int), List<int>> places = [];
    private readonly double spacing, radius;
    private Vector3<Real64> center;
    private Matrix3x3<Real64> turn;
    private GridDomain domain = GridDomain.Cube(3, 1);

    /// <summary>The form of a body.</summary>
    /// <param name="group">The body.</param>
    public ParticleForm(RigidGroup group)
    {
        radius = group.Radius;
        // Particles without a volume are points.
        spacing = radius > 0 ? 2 * radius : Math.Max(0.01 * group.Reach, 1e-9);
        int[] outer = group.Outer;
        owners = [.. outer.Select(i => group.Particles[i])];
        offsets = [.. outer.Select(group.Offset)];
        (normals, isOuter) = (new Vector3<Real64>[outer.Length], new bool[outer.Length]);
        planes = new (Vector3<Real64>, double)[outer.Length][];
        int[] counts = new int[outer.Length];
        Dictionary<(int, int, int), List<int>> all = [];
        for (int i = 0; i < group.Particles.Count; i++) Add(all, group.Offset(i), i);
        for (int i = 0; i < outer.Length; i++)
        {
            Vector3<Real64> sum = default;
            int count = 0;
            foreach (int other in Around(all, offsets[i]))
            {
                Vector3<Real64> to = group.Offset(other) - offsets[i];
                if (other == outer[i] || to.Length.Value > Neighbours * spacing) continue;
                sum += to;
                count++;
            }

            counts[i] = count;
            bool isSeen = sum.Length.Value > Least * spacing;
            // What is a particle thick looks both ways: a ball.
            isOuter[i] = isSeen || count < Enclosed;
            if (isSeen) normals[i] = -sum.Normalized;
            if (isOuter[i]) Add(places, offsets[i], i);
        }

        for (int i = 0; i < outer.Length; i++)
        {
            planes[i] = normals[i].LengthSquared.Value == 0 ? [] : [(normals[i], radius)];
            if (counts[i] > MostOfEdge || planes[i].Length == 0) continue;
            List<(Vector3<Real64> Normal, double Height)> faces = [];
            foreach (int other in Around(places, offsets[i]))
            {
                Vector3<Real64> to = offsets[other] - offsets[i], normal = normals[other];
                if (counts[other] <= MostOfEdge || normal.LengthSquared.Value == 0 || to.Length.Value > Neighbours * spacing) continue;
                double height = radius + Vector3<Real64>.Dot(to, normal).Value;
                int same = faces.FindIndex(f => Vector3<Real64>.Dot(f.Normal, normal).Value > SameFace);
                if (same < 0) faces.Add((normal, height));
                else if (height > faces[same].Height) faces[same] = (normal, height);
            }

            if (faces.Count > 0) planes[i] = [.. faces];
        }
    }

    /// <summary>Goes where the body is.</summary>
    public void Begin(in RigidState state, GridDomain grid) => (center, turn, domain) = (state.Position, state.Orientation.ToMatrix(), grid);

    public override double Distance(Vector3<Real64> place, out Vector3<Real64> normal)
    {
        Vector3<Real64> local = turn.Transposed * (domain.Origin + new Real64(domain.CellSize) * place - center);
        normal = default;
        int nearest = -1;
        double least = double.PositiveInfinity;
        foreach (int i in Around(places, local))
        {
            double distance = (local - offsets[i]).LengthSquared.Value;
            if (distance < least) (least, nearest) = (distance, i);
        }

        if (nearest < 0) return double.PositiveInfinity;
        Vector3<Real64> offset = local - offsets[nearest], away = default;
        double above = double.NegativeInfinity;
        foreach ((Vector3<Real64> plane, double height) in planes[nearest])
        {
            double distance = Vector3<Real64>.Dot(offset, plane).Value - height;
            if (distance > above) (above, away) = (distance, plane);
        }

        bool isBall = planes[nearest].Length == 0;
        double length = Math.Sqrt(least), beyond = length - (isBall ? radius : Place * spacing);
        if (beyond > above)
        {
            if (!(length > 0)) return double.PositiveInfinity;
            (above, away) = (beyond, new Real64(1 / length) * offset);
        }

        normal = turn * away;
        return above / domain.CellSize;
    }

    public override bool Faces(int point, Vector3<Real64> place, Vector3<Real64> direction) =>
        isOuter[point] && (normals[point].LengthSquared.Value == 0 || Vector3<Real64>.Dot(turn * normals[point], direction).Value > Facing);

    public override int OwnerOf(int point) => owners[point];

    private void Add(Dictionary<(int, int, int), List<int>> target, Vector3<Real64> offset, int index)
    {
        ref List<int>? list = ref CollectionsMarshal.GetValueRefOrAddDefault(target, PlaceOf(offset), out _);
        (list ??= []).Add(index);
    }

    private IEnumerable<int> Around(Dictionary<(int, int, int), List<int>> source, Vector3<Real64> offset)
    {
        (int x, int y, int z) = PlaceOf(offset);
        for (int side = 0; side < 27; side++)
        {
            if (!source.TryGetValue((x + side / 9 - 1, y + side / 3 % 3 - 1, z + side % 3 - 1), out List<int>? list)) continue;
            foreach (int index in list) yield return index;
        }
    }

    private (int, int, int) PlaceOf(Vector3<Real64> offset)
    {
        double width = Neighbours * spacing;
        return ((int)Math.Floor(offset.X.Value / width), (int)Math.Floor(offset.Y.Value / width), (int)Math.Floor(offset.Z.Value / width));
    }
}
