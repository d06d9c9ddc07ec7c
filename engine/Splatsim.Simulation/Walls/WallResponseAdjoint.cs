using System.Numerics;
using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>The adjoint of <see cref="WallResponse"/>: what the walls between did to a node's velocity, last to first.</summary>
/// <typeparam name="T">A number of one lane.</typeparam>
internal sealed class WallResponseAdjoint<T>
    where T : unmanaged, IReal<T>
{
    private readonly List<Answer> answers = [];

    /// <summary>Reverses what the walls did to a node.</summary>
    /// <param name="block">The node's block.</param>
    /// <param name="number">Its number there.</param>
    /// <param name="key">The walls that are between, and the side that the matter is on.</param>
    /// <param name="contacts">The contacts of the substep.</param>
    /// <param name="place">The node's indices as numbers [cells].</param>
    /// <param name="velocity">Its velocity before the walls [m/s].</param>
    /// <param name="bar">Derivatives by the velocity after them; replaced by those by the velocity before.</param>
    /// <param name="sums">Receives the derivatives by the contacts, added.</param>
    public void Reverse(
        WallBlock block, int number, WallKey key, ReadOnlySpan<GridContact<T>> contacts, Vector3<T> place, Vector3<T> velocity,
        ref Vector3<T> bar, Span<ContactCotangents<Real64>> sums)
    {
        answers.Clear();
        for (uint rest = key.Blocked; rest != 0; rest &= rest - 1)
        {
            int wall = BitOperations.TrailingZeroCount(rest) + 1, contact = IndexOf(wall, contacts);
            // Free ones answer to all their nodes at once.
            if (contacts[contact].Body != 0) continue;
            SiteFaces<T> faces = new(block.SiteOf(wall, number), key.IsInFront(wall));
            answers.Add(new(contact, faces, velocity));
            for (int face = 0; face < faces.Count; face++) velocity = GridContacts.Allowed(in contacts[contact], faces.Normal(face), place, velocity);
        }

        for (int i = answers.Count - 1; i >= 0; i--)
        {
            ContactCotangents<T> sum = default;
            Answer answer = answers[i];
            WallResponse.AllowedAdjoint(in contacts[answer.Contact], answer.Faces, 0, answer.Faces.Count, place, answer.Before, ref bar, ref sum);
            sums[answer.Contact].Add(in sum);
        }
    }

    private static int IndexOf(int wall, ReadOnlySpan<GridContact<T>> contacts)
    {
        int index = 0;
        while (contacts[index].Wall != wall) index++;
        return index;
    }

    private readonly record struct Answer(int Contact, SiteFaces<T> Faces, Vector3<T> Before);
}
