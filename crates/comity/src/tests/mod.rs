//! What must hold of the whole house and can be seen from inside the program: its sentences, its layers, the size of its
//! parts, its tables, and the demonstration with everybody's rights in it.

mod demonstration;
mod layers;
mod rights;
mod routes;
mod sizes;
mod sources;
mod tables;
mod texts;
