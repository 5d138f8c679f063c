// The tree of modules: what is registered under which name, and in which order it is listed.
// Names come from the fields of the class (RegisterComponents), or from register_*; those given by hand come first.
using System.Collections.Concurrent;
using System.Reflection;
using TorchSharp.Modules;
using TorchSharp.Utils;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public partial class Module : IDisposable
        {
            private static readonly ConcurrentDictionary<Type, FieldInfo[]> FieldsOfType = new();

            private readonly OrderedDictionary<string, Parameter> _ownParameters = new(StringComparer.Ordinal);
            private readonly OrderedDictionary<string, (Tensor Tensor, bool Persistent)> _ownBuffers = new(StringComparer.Ordinal);
            private readonly OrderedDictionary<string, Module> _children = new(StringComparer.Ordinal);
            private bool _disposed;

            protected string name;

            protected Module(string name)
            {
                this.name = name;
            }

            public virtual bool training { get; private set; } = true;

            public virtual string GetName() => name;

            public virtual void train(bool train = true)
            {
                training = train;
                foreach (var child in _children.Values)
                {
                    child.train(train);
                }
            }

            public virtual void eval() => train(false);

            public virtual void zero_grad(bool set_to_none = true)
            {
                foreach (var parameter in parameters())
                {
                    ClearGradient(parameter, set_to_none);
                }
            }

            public virtual Module apply(Action<Module> fn)
            {
                foreach (var child in _children.Values)
                {
                    child.apply(fn);
                }

                fn(this);
                return this;
            }

            public virtual void register_parameter(string name, Parameter param)
            {
                CheckNewName(name);
                param.DetachFromDisposeScope();
                _ownParameters.Add(name, param);
            }

            public virtual void register_buffer(string name, Tensor tensor, bool persistent = true)
            {
                CheckNewName(name);
                tensor.DetachFromDisposeScope();
                _ownBuffers.Add(name, (tensor, persistent));
            }

            public virtual void register_module(string name, Module submodule)
            {
                CheckNewName(name);
                submodule.RegisterComponents();
                _children.Add(name, submodule);
            }

            public void add_module(string name, Module module) => register_module(name, module);

            // Sets, replaces or (with null) removes an own parameter; its place in the order stays.
            protected void ConditionallyRegisterParameter(string name, Parameter? value)
            {
                if (value is null)
                {
                    _ownParameters.Remove(name);
                }
                else if (_ownParameters.ContainsKey(name))
                {
                    value.DetachFromDisposeScope();
                    _ownParameters[name] = value;
                }
                else
                {
                    register_parameter(name, value);
                }
            }

            protected void ClearModules() => _children.Clear();

            // Takes every field of the object that holds a module, a parameter or another tensor. Modules outlive the dispose scope
            // that they were built in, so what is registered leaves its scope.
            protected virtual void RegisterComponents()
            {
                foreach (var field in ComponentFields(GetType()))
                {
                    var key = ComponentName(field);
                    var value = field.GetValue(this);
                    if (value is null || IsRegistered(key))
                    {
                        continue;
                    }

                    switch (value)
                    {
                        case Module module: register_module(key, module); break;
                        case Parameter parameter: register_parameter(key, parameter); break;
                        case Tensor tensor: register_buffer(key, tensor); break;
                    }
                }
            }

            public void Dispose()
            {
                Dispose(true);
                GC.SuppressFinalize(this);
            }

            protected virtual void Dispose(bool disposing)
            {
                if (_disposed || !disposing)
                {
                    return;
                }

                _disposed = true;
                foreach (var parameter in _ownParameters.Values)
                {
                    parameter.Dispose();
                }

                foreach (var (tensor, _) in _ownBuffers.Values)
                {
                    tensor.Dispose();
                }

                foreach (var child in _children.Values)
                {
                    child.Dispose();
                }
            }

            internal Parameter? OwnParameter(string name) => _ownParameters.GetValueOrDefault(name);

            internal static void ClearGradient(Parameter parameter, bool setToNone)
            {
                using var gradient = parameter.grad;
                if (gradient is null)
                {
                    return;
                }

                if (setToNone)
                {
                    parameter.grad = null;
                    return;
                }

                using (no_grad())
                {
                    gradient.detach_();
                    gradient.zero_();
                }
            }

            private static FieldInfo[] ComponentFields(Type type) => FieldsOfType.GetOrAdd(type, static deepest =>
            {
                const BindingFlags Own = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
                var fields = new List<FieldInfo>();
                for (var level = deepest; level is not null && level != typeof(Module); level = level.BaseType)
                {
                    fields.AddRange(level.GetFields(Own));
                }

                return [.. fields];
            });

            private static string ComponentName(FieldInfo field) =>
                field.GetCustomAttribute<ComponentNameAttribute>()?.Name ?? field.Name;

            private bool IsRegistered(string key) =>
                _ownParameters.ContainsKey(key) || _ownBuffers.ContainsKey(key) || _children.ContainsKey(key);

            private void CheckNewName(string key)
            {
                if (string.IsNullOrEmpty(key) || key.Contains('.'))
                {
                    throw new ArgumentException($"'{key}' cannot name a component of {name}: a name is not empty and has no dots.");
                }

                if (IsRegistered(key))
                {
                    throw new ArgumentException($"{name} already has a component named '{key}'.");
                }
            }
        }
    }
}
