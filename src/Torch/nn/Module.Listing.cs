// Walking the tree: own things first, then each child's, depth first, in the order of registration.
using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public partial class Module
        {
            public virtual IEnumerable<(string name, Module module)> named_children() =>
                _children.Select(child => (child.Key, child.Value));

            public virtual IEnumerable<Module> children() => _children.Values;

            public virtual IEnumerable<(string name, Module module)> named_modules()
            {
                foreach (var (key, child) in _children)
                {
                    yield return (key, child);
                    foreach (var (below, module) in child.named_modules())
                    {
                        yield return ($"{key}.{below}", module);
                    }
                }
            }

            public virtual IEnumerable<Module> modules() => named_modules().Select(entry => entry.module);

            // A parameter that is reachable under several names is listed once, under the first.
            public virtual IEnumerable<(string name, Parameter parameter)> named_parameters(bool recurse = true)
            {
                var seen = new HashSet<nint>();
                foreach (var (key, module) in SelfAndBelow(recurse))
                {
                    foreach (var (own, parameter) in module._ownParameters)
                    {
                        if (seen.Add(parameter.Handle))
                        {
                            yield return (key + own, parameter);
                        }
                    }
                }
            }

            public virtual IEnumerable<Parameter> parameters(bool recurse = true) =>
                named_parameters(recurse).Select(entry => entry.parameter);

            public virtual IEnumerable<(string name, Tensor buffer)> named_buffers(bool recurse = true, bool include_nonpersistent = true)
            {
                var seen = new HashSet<nint>();
                foreach (var (key, module) in SelfAndBelow(recurse))
                {
                    foreach (var (own, (tensor, persistent)) in module._ownBuffers)
                    {
                        if ((persistent || include_nonpersistent) && seen.Add(tensor.Handle))
                        {
                            yield return (key + own, tensor);
                        }
                    }
                }
            }

            public virtual IEnumerable<Tensor> buffers(bool recurse = true, bool include_nonpersistent = true) =>
                named_buffers(recurse, include_nonpersistent).Select(entry => entry.buffer);

            // Unlike named_parameters, a shared module appears under each of its names, as in PyTorch.
            public virtual Dictionary<string, Tensor> state_dict(Dictionary<string, Tensor>? destination = null, string? prefix = null)
            {
                destination ??= [];
                var path = string.IsNullOrEmpty(prefix) ? "" : prefix + ".";
                foreach (var (own, parameter) in _ownParameters)
                {
                    destination[path + own] = parameter;
                }

                foreach (var (own, (tensor, persistent)) in _ownBuffers)
                {
                    if (persistent)
                    {
                        destination[path + own] = tensor;
                    }
                }

                foreach (var (key, child) in _children)
                {
                    child.state_dict(destination, path + key);
                }

                return destination;
            }

            // With strict, a difference in names throws before anything is changed. A difference in shape always does: copy_ would
            // broadcast and leave a model that is silently wrong.
            public virtual (IList<string> missing_keys, IList<string> unexpected_keyes) load_state_dict(
                Dictionary<string, Tensor> source, bool strict = true, IList<string>? skip = null)
            {
                var own = state_dict();
                var skipped = new HashSet<string>(skip ?? []);
                var missing = own.Keys.Where(key => !source.ContainsKey(key) && !skipped.Contains(key)).ToList();
                var unexpected = source.Keys.Where(key => !own.ContainsKey(key) && !skipped.Contains(key)).ToList();
                if (strict && missing.Count + unexpected.Count > 0)
                {
                    throw new InvalidOperationException(
                        $"The state does not fit {name}. Missing: [{string.Join(", ", missing)}]; "
                        + $"unexpected: [{string.Join(", ", unexpected)}].");
                }

                var copies = own.Where(entry => source.ContainsKey(entry.Key) && !skipped.Contains(entry.Key)).ToList();
                foreach (var (key, target) in copies)
                {
                    CheckShape(key, target, source[key]);
                }

                using (no_grad())
                {
                    foreach (var (key, target) in copies)
                    {
                        target.copy_(source[key]);
                    }
                }

                return (missing, unexpected);
            }

            private static void CheckShape(string key, Tensor target, Tensor source)
            {
                if (!target.shape.SequenceEqual(source.shape))
                {
                    throw new ArgumentException(
                        $"'{key}' has the shape [{string.Join(", ", source.shape)}]; "
                        + $"the module's is [{string.Join(", ", target.shape)}].");
                }
            }

            private IEnumerable<(string prefix, Module module)> SelfAndBelow(bool recurse)
            {
                yield return ("", this);
                if (!recurse)
                {
                    yield break;
                }

                foreach (var (key, child) in _children)
                {
                    foreach (var (prefix, module) in child.SelfAndBelow(true))
                    {
                        yield return ($"{key}.{prefix}", module);
                    }
                }
            }
        }
    }
}
