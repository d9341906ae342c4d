//! The span of rows of whole numbers, by elimination modulo a prime.

/// 2⁶¹ − 1.
const PRIME: u64 = (1 << 61) - 1;

/// What can be combined from the rows given so far.
pub struct Span {
    /// For each column the reduced row that leads there, with 1 in it.
    rows: Vec<Option<Vec<u64>>>,
}

impl Span {
    pub fn new(columns: usize) -> Self {
        Self { rows: vec![None; columns] }
    }

    pub fn add(&mut self, mut row: Vec<u64>) {
        self.reduce(&mut row);
        let Some(lead) = row.iter().position(|value| *value != 0) else { return };
        let inverse = power(row[lead], PRIME - 2);
        row.iter_mut().for_each(|value| *value = times(*value, inverse));
        self.rows[lead] = Some(row);
    }

    pub fn holds(&self, mut row: Vec<u64>) -> bool {
        self.reduce(&mut row);
        row.iter().all(|value| *value == 0)
    }

    fn reduce(&self, row: &mut [u64]) {
        for (lead, known) in self.rows.iter().enumerate() {
            let (factor, Some(known)) = (row[lead], known) else { continue };
            if factor == 0 {
                continue;
            }
            for (value, own) in row.iter_mut().zip(known).skip(lead) {
                *value = (*value + PRIME - times(factor, *own)) % PRIME;
            }
        }
    }
}

fn times(one: u64, two: u64) -> u64 {
    let product = u128::from(one) * u128::from(two) % u128::from(PRIME);
    u64::try_from(product).unwrap_or(0)
}

fn power(mut base: u64, mut exponent: u64) -> u64 {
    let mut result = 1;
    while exponent > 0 {
        if exponent & 1 == 1 {
            result = times(result, base);
        }
        base = times(base, base);
        exponent >>= 1;
    }
    result
}
